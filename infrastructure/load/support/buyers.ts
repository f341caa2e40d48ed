import { randomUUID } from 'node:crypto';
import { insertEvent, insertOrganization, sealEverything, type TestEvent } from '@foyer/testing';
import { createAccessTokens } from '../../../apps/api/src/auth/access-tokens.ts';
import { findViolations, rules } from '../../../libs/db/src/invariants.ts';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import type { LoadPlan } from './load-client.ts';

/** An event on sale, with as many tickets as nobody will ever buy unless said otherwise. */
export async function eventOnSale({ admin }: System, capacity = 10_000_000, priceMinor = 0) {
  const { id: orgId } = await insertOrganization(admin);
  return await insertEvent(admin, {
    orgId,
    quotas: { event: capacity },
    ticketTypes: [{ priceMinor }],
  });
}

/** The access token of a user who exists, as signing in gives. */
export async function signIn(system: System): Promise<string> {
  const [token = ''] = await signInMany(system, 1);
  return token;
}

/** Access tokens of as many users, each a person of their own. */
export async function signInMany(
  { admin, plan, secrets }: System,
  count: number,
): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `insert into app_public.users (id, email, name, email_verified_at)
     select gen_random_uuid(), gen_random_uuid() || '@example.org', 'Ada Lovelace', now()
     from generate_series(1, $1) returning id`,
    [count],
  );
  const tokens = createAccessTokens({
    privateKeys: secrets.jwtPrivateKey,
    issuer: plan.publicUrls.api,
  });
  return rows.map(({ id }) => tokens.sign({ userId: id, signInId: randomUUID() }));
}

interface Wish {
  port: number;
  token: string;
  eventId: string;
  ticketTypeId: string;
  quantity?: number;
}

/** A reserveTickets request with `{uuid}` where its idempotency key belongs, for a `LoadPlan`. */
export function reserveTemplate(wish: Wish): string {
  const body = JSON.stringify({
    query:
      'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId registrationToken expiresAt totalMinor currency } }',
    variables: {
      input: {
        eventId: wish.eventId,
        lines: [{ ticketTypeId: wish.ticketTypeId, quantity: wish.quantity ?? 1 }],
        idempotencyKey: '{uuid}',
      },
    },
  });
  const length = Buffer.byteLength(body) - '{uuid}'.length + 36;
  return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${wish.port}\r\ncontent-type: application/json\r\nauthorization: Bearer ${wish.token}\r\ncontent-length: ${length}\r\n\r\n${body}`;
}

/** One order of each buyer for the event's ticket type "Standard", for a `LoadPlan`. */
export function ordersOf(
  { plan }: System,
  event: TestEvent,
  tokens: string[],
  quantities: number[] = [],
): Pick<LoadPlan, 'host' | 'port' | 'requests'> {
  const port = Number(new URL(plan.publicUrls.api).port);
  return {
    host: '127.0.0.1',
    port,
    requests: tokens.map((token, i) =>
      reserveTemplate({
        port,
        token,
        eventId: event.id,
        ticketTypeId: event.ticketTypes.Standard ?? '',
        quantity: quantities[i],
      }),
    ),
  };
}

/** What the answers to reserveTickets may say, for a `LoadPlan`; of a hold its registration is kept. */
export const reserveOutcomes = {
  held: '"registrationId":"([0-9a-f-]{36})"',
  heldByOthers: '"code":"HELD_BY_OTHERS"',
  soldOut: '"code":"SOLD_OUT"',
} as const;

/** Of orders planted behind a door there is no record: no triggers wrote one. Of all others `checkSales` asks. */
const { 'every change of a registration is on record': _, ...rulesOfAll } = rules;

/**
 * Every order of this event that was acknowledged is stored, and none besides; each left its line in the
 * audit log, and a confirmed one its message in the outbox. In the whole database counters say what the rows
 * say, every line of the audit log is sealed, and the chain over them holds. Planted orders, which nobody
 * asked for, have no fingerprint.
 * @returns "ok", or the first thing that is wrong
 */
export async function checkSales(
  { admin }: System,
  eventId: string,
  acknowledged: readonly string[],
): Promise<string> {
  const distinct = new Set(acknowledged);
  if (distinct.size !== acknowledged.length)
    return `${acknowledged.length - distinct.size} registrations were acknowledged more than once`;
  const { rows } = await admin.query(
    `select count(*)::int as stored, count(*) filter (where id = any ($2))::int as answered,
       count(*) filter (where not exists (select from app_public.audit_logs a
         where a.org_id = r.org_id and a.record_id = r.id and a.action = 'insert'))::int as unaudited,
       count(*) filter (where confirmed_at is not null and not exists (select from app_private.outbox o
         where o.topic = 'registration.confirmed' and o.payload ->> 'registrationId' = r.id::text))::int as unsent
     from app_public.registrations r where event_id = $1 and request_fingerprint <> ''`,
    [eventId, acknowledged],
  );
  const [{ stored, answered, unaudited, unsent }] = rows;
  if (answered !== distinct.size) return `${distinct.size - answered} acknowledged, not stored`;
  if (stored !== answered) return `${stored - answered} stored, not acknowledged`;
  if (unaudited > 0) return `${unaudited} registrations without an audit row`;
  if (unsent > 0) return `${unsent} confirmed registrations without a message`;
  const [violation] = await findViolations(admin, rulesOfAll);
  if (violation) return violation;
  await sealEverything(admin);
  const { rows: seals } = await admin.query(
    'select bool_and(is_intact) as intact from app_private.verify_audit()',
  );
  return seals[0].intact ? 'ok' : 'the audit chain is broken';
}

/** Holds a ticket for as many people, each with an address of their own, without going through the API. */
export async function holdInBulk(
  { admin }: System,
  event: Awaited<ReturnType<typeof eventOnSale>>,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done += 200)
    await admin.query(
      `select app_private.reserve_batch(jsonb_agg(jsonb_build_object(
         'registrationId', app_hidden.uuid_v7(), 'eventId', $1::uuid, 'idempotencyKey', gen_random_uuid(),
         'lines', jsonb_build_array(jsonb_build_object('ticketTypeId', $2::uuid, 'quantity', 1)))))
       from generate_series(1, $3::int)`,
      [event.id, event.ticketTypes.Standard, Math.min(200, count - done)],
    );
}

/** Makes orders of what is held, as entering the attendees and paying would. */
export async function confirmHolds({ admin }: System, eventId: string): Promise<void> {
  await admin.query(
    `update app_public.registrations r
     set buyer_name = 'Ada Lovelace', buyer_email = gen_random_uuid() || '@example.org', attendee_info = (
       select jsonb_agg(jsonb_build_object('ticketTypeId', i.ticket_type_id, 'name', 'Ada Lovelace', 'email', null))
       from app_public.registration_items i cross join generate_series(1, i.quantity)
       where i.registration_id = r.id)
     where r.event_id = $1 and r.status = 'pending'`,
    [eventId],
  );
  await admin.query(
    `select app_private.confirm_registration(id) from app_public.registrations
     where event_id = $1 and status = 'pending'`,
    [eventId],
  );
}
