import type { Book } from '../book.ts';
import type { Collection, Store } from '../store.ts';
import { invalidRequest, noSuch } from './errors.ts';
import { newId, now } from './ids.ts';
import type { Refund, StripeObject } from './objects.ts';
import type { CreateRefundParams } from './params.ts';
import type { ChargeRow, IntentRow } from './world.ts';

type RefundRow = { refund: Refund; settles: 'later' | 'fail' | null };

/** Refunds of a charge: never more than was captured, and some only succeed or fail later. */
export function refundRules(parts: {
  store: Store;
  book: Book;
  emit: (type: string, object: StripeObject) => void;
  intentRow: (id: string) => IntentRow;
  chargeRow: (id: string) => ChargeRow;
  charges: Collection<ChargeRow>;
  /** How long a refund is under way that does not succeed at once. */
  settlesAfterMs: () => number;
}) {
  const { book, emit, intentRow, chargeRow, charges } = parts;
  const refunds: Collection<RefundRow> = parts.store.collection('refunds');
  const byIntent = new Map<string, Refund[]>();
  const timers = new Set<NodeJS.Timeout>();
  for (const row of refunds.values()) remember(row);

  function remember(row: RefundRow): void {
    const { payment_intent } = row.refund;
    byIntent.set(payment_intent, [row.refund, ...(byIntent.get(payment_intent) ?? [])]);
    if (!row.settles) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      settle(row);
    }, parts.settlesAfterMs());
    timers.add(timer);
  }

  function create(params: CreateRefundParams): Refund {
    const paid = chargeRow(chargeId(params));
    const { charge } = paid;
    const left = charge.amount_captured - charge.amount_refunded;
    const amount = params.amount ?? left;
    if (!charge.captured || charge.status !== 'succeeded')
      throw invalidRequest(`Charge ${charge.id} has not been captured.`, {
        code: 'charge_not_refundable',
      });
    if (left === 0)
      throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
        code: 'charge_already_refunded',
      });
    if (amount < 1)
      throw invalidRequest('Invalid positive integer', {
        code: 'parameter_invalid_integer',
        param: 'amount',
      });
    if (amount > left)
      throw invalidRequest(
        `Refund amount (${amount} ${charge.currency}) is greater than unrefunded amount on charge (${left} ${charge.currency})`,
        { param: 'amount' },
      );
    const behaviour =
      paid.paidWith.outcome.kind === 'succeeds' ? paid.paidWith.outcome.refunds : 'at_once';
    const refund: Refund = {
      id: newId('re_3', 23),
      object: 'refund',
      amount,
      charge: charge.id,
      created: now(),
      currency: charge.currency,
      metadata: params.metadata,
      payment_intent: charge.payment_intent,
      reason: params.reason ?? null,
      status: behaviour === 'later' ? 'pending' : 'succeeded',
    };
    const row: RefundRow = { refund, settles: behaviour === 'at_once' ? null : behaviour };
    refunds.put(refund.id, row);
    remember(row);
    giveBack(paid, refund.amount);
    enter(refund, 'refund');
    emit('refund.created', refund);
    emit('charge.refunded', charge);
    return refund;
  }

  /** The bank's last word. A refund that fails puts the money back to the merchant. */
  function settle(row: RefundRow): void {
    const { refund } = row;
    if (row.settles === 'later') refund.status = 'succeeded';
    else {
      refund.status = 'failed';
      refund.failure_reason = 'expired_or_canceled_card';
      giveBack(chargeRow(refund.charge), -refund.amount);
      enter(refund, 'refund_reversal');
    }
    const hasFailed = refund.status === 'failed';
    row.settles = null;
    refunds.put(refund.id, row);
    emit('refund.updated', refund);
    if (hasFailed) emit('refund.failed', refund);
  }

  function giveBack(paid: ChargeRow, amount: number): void {
    const { charge } = paid;
    charge.amount_refunded += amount;
    charge.refunded = charge.amount_refunded === charge.amount_captured;
    charges.put(charge.id, paid);
  }

  function enter(refund: Refund, kind: 'refund' | 'refund_reversal'): void {
    book.enter({
      id: kind === 'refund' ? refund.id : `${refund.id}:reversal`,
      provider: 'stripe',
      kind,
      providerPaymentId: refund.payment_intent,
      paymentId: intentRow(refund.payment_intent).intent.metadata.payment_id ?? null,
      amount: refund.amount,
      currency: refund.currency,
    });
  }

  function chargeId(params: CreateRefundParams): string {
    if (params.charge) return params.charge;
    if (!params.payment_intent)
      throw invalidRequest(
        'One of the following params should be provided for this request: payment_intent or charge.',
      );
    const { intent } = intentRow(params.payment_intent);
    if (intent.status !== 'succeeded' || !intent.latest_charge)
      throw invalidRequest(
        `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
        { code: 'payment_intent_unexpected_state', param: 'payment_intent' },
      );
    return intent.latest_charge;
  }

  return {
    create,
    byId(id: string): Refund {
      const row = refunds.get(id);
      if (!row) throw noSuch('refund', id);
      return row.refund;
    },
    /** Newest first. */
    list({ payment_intent, charge }: { payment_intent?: string; charge?: string }): Refund[] {
      const some = payment_intent
        ? (byIntent.get(payment_intent) ?? [])
        : refunds
            .values()
            .map(({ refund }) => refund)
            .reverse();
      return charge ? some.filter((refund) => refund.charge === charge) : some;
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
