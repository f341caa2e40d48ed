import { createHash } from 'node:crypto';
import type { Person } from './people.ts';
import { type Random, uuidAt } from './random.ts';
import type { ResolvedTicketType } from './resolve.ts';
import type { WorldRows } from './rows.ts';
import type { Order } from './sales.ts';
import { MINUTE } from './time.ts';

/** A ticket as the door will see it. */
export type SoldTicket = { id: string; isValid: boolean; issuedAt: Date; isDemoAttendee: boolean };

const plus = (at: Date, milliseconds: number) => new Date(at.getTime() + milliseconds);

/** Adds an order and all that follows from it, as the product's own functions would have written it. */
export function addOrder(
  rows: WorldRows,
  order: Order,
  demoAttendee: { id: string; person: Person },
  random: Random,
): SoldTicket[] {
  const { event, createdAt } = order;
  const { id: event_id, orgId: org_id } = event;
  const { currency } = event.content;
  const registration_id = uuidAt(random, createdAt);
  const total = order.lines.reduce((sum, l) => sum + l.quantity * l.type.content.priceMinor, 0);
  const isPaid = total > 0;
  const holdMs = (event.content.holdSeconds ?? 900) * 1000;
  const people = order.isDemoAttendee
    ? [demoAttendee.person, ...order.people.slice(1)]
    : order.people;
  const buyer = people[0];
  if (!buyer) throw new Error('An order is for somebody.');

  const wasConfirmed = order.outcome === 'confirmed' || order.outcome === 'cancelled';
  const confirmedAt = wasConfirmed
    ? plus(createdAt, isPaid ? random.integer(80_000, Math.min(holdMs, 9 * MINUTE)) : 41_000)
    : null;
  const expiredAt =
    order.outcome === 'expired' ? plus(createdAt, holdMs + random.integer(1, 30) * 1000) : null;
  // Some give up before they say who they are.
  const isNamed = wasConfirmed || (order.outcome === 'expired' && random.chance(0.6));
  const attendees = attendeesOf(order, people, random);

  rows['app_public.registrations'].push({
    id: registration_id,
    org_id,
    event_id,
    user_id: order.isDemoAttendee ? demoAttendee.id : null,
    status: order.outcome === 'held' ? 'pending' : order.outcome,
    buyer_name: isNamed ? buyer.name : null,
    buyer_email: isNamed ? buyer.email : null,
    locale: order.locale,
    attendee_info: isNamed
      ? attendees.map(({ type, ...a }) => ({ ticketTypeId: type.id, ...a }))
      : [],
    total_minor: total,
    currency,
    idempotency_key: uuidAt(random, createdAt),
    request_fingerprint: createHash('sha256').update(registration_id).digest(),
    expires_at: plus(createdAt, holdMs),
    confirmed_at: confirmedAt,
    cancellable_until: confirmedAt && event.cancellableUntil,
    cancellation_refund_percent: confirmedAt && (event.content.cancellable?.refundPercent ?? 100),
    cancelled_at: order.cancelledAt,
    expired_at: expiredAt,
    created_at: createdAt,
    updated_at: order.cancelledAt ?? expiredAt ?? confirmedAt ?? createdAt,
  });
  for (const { type, quantity } of order.lines) {
    rows['app_public.registration_items'].push({
      id: uuidAt(random, createdAt),
      org_id,
      event_id,
      registration_id,
      ticket_type_id: type.id,
      quantity,
      unit_price_minor: type.content.priceMinor,
    });
  }
  if (isPaid && isNamed)
    addPayments(rows, order, registration_id, total, confirmedAt, expiredAt, random);
  if (!confirmedAt) return [];

  return attendees.map(({ type, name, email }) => {
    const id = uuidAt(random, confirmedAt);
    rows['app_public.tickets'].push({
      id,
      org_id,
      event_id,
      registration_id,
      ticket_type_id: type.id,
      status: order.cancelledAt ? 'cancelled' : 'valid',
      attendee_name: name,
      attendee_email: email,
      issued_at: confirmedAt,
      cancelled_at: order.cancelledAt,
      updated_at: order.cancelledAt ?? confirmedAt,
    });
    rows['app_private.ticket_secrets'].push({ ticket_id: id });
    return {
      id,
      isValid: !order.cancelledAt,
      issuedAt: confirmedAt,
      isDemoAttendee: order.isDemoAttendee,
    };
  });
}

function attendeesOf(
  order: Order,
  people: readonly Person[],
  random: Random,
): (Person & { type: ResolvedTicketType })[] {
  const types = order.lines.flatMap(({ type, quantity }) =>
    Array<typeof type>(quantity).fill(type),
  );
  return types.map((type, index) => {
    const person = people[index];
    const buyer = people[0];
    if (!person || !buyer) throw new Error('Every ticket is for somebody.');
    // Whoever buys for friends often has all tickets sent to themselves.
    return { type, name: person.name, email: random.chance(0.35) ? buyer.email : person.email };
  });
}

function addPayments(
  rows: WorldRows,
  order: Order,
  registration_id: string,
  amount_minor: number,
  confirmedAt: Date | null,
  expiredAt: Date | null,
  random: Random,
): void {
  const org_id = order.event.orgId;
  const { currency } = order.event.content;
  const pay = (startedAt: Date, endedAt: Date, status: string, failure_code: string | null) => {
    const id = uuidAt(random, startedAt);
    rows['app_public.payments'].push({
      id,
      org_id,
      event_id: order.event.id,
      registration_id,
      provider: 'stripe',
      provider_payment_id: `pi_demo_${random.bytes(9).toString('hex')}`,
      amount_minor,
      currency,
      status,
      failure_code,
      succeeded_at: status === 'succeeded' ? endedAt : null,
      created_at: startedAt,
      updated_at: endedAt,
    });
    return id;
  };
  const declined = () => random.pick(['card_declined', 'card_declined', 'insufficient_funds']);

  if (!confirmedAt) {
    if (!expiredAt) return;
    const startedAt = plus(order.createdAt, random.integer(60, 200) * 1000);
    if (random.chance(0.55)) pay(startedAt, plus(startedAt, 48_000), 'failed', declined());
    else pay(startedAt, plus(expiredAt, 4_000), 'cancelled', null);
    return;
  }
  if (random.chance(0.06)) {
    const startedAt = plus(order.createdAt, 30_000);
    pay(startedAt, plus(startedAt, 18_000), 'failed', declined());
  }
  const startedAt = plus(confirmedAt, -random.integer(9, 28) * 1000);
  const payment_id = pay(startedAt, confirmedAt, 'succeeded', null);
  const book = (at: Date, refund_id: string | null, debit: string, credit: string) =>
    rows['app_public.ledger_entries'].push({
      id: uuidAt(random, at),
      org_id,
      registration_id,
      payment_id,
      refund_id,
      debit_account: debit,
      credit_account: credit,
      amount_minor,
      currency,
      created_at: at,
    });
  book(confirmedAt, null, 'provider', 'sales');

  if (!order.cancelledAt) return;
  const refundedAt = plus(order.cancelledAt, random.integer(20, 1500) * 1000);
  const refund_id = uuidAt(random, order.cancelledAt);
  rows['app_public.refunds'].push({
    id: refund_id,
    org_id,
    payment_id,
    registration_id,
    provider_refund_id: `re_demo_${random.bytes(9).toString('hex')}`,
    amount_minor,
    currency,
    status: 'succeeded',
    reason: order.event.cancelledAt ? 'event_cancelled' : 'requested',
    attempt_count: 1,
    next_attempt_at: order.cancelledAt,
    created_at: order.cancelledAt,
    updated_at: refundedAt,
  });
  book(refundedAt, refund_id, 'sales', 'provider');
}
