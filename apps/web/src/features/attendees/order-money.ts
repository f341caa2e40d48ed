import { z } from 'zod';
import { minorUnits } from '@/lib/format/money';
import { parseMoney } from '@/lib/format/money-input';
import type { Order } from './order-detail';

/** What was received for an order and is not given back, nor promised back. */
export function kept(order: Order): number {
  const left = order.payments.nodes
    .filter(({ status, currency }) => status === 'succeeded' && currency === order.currency)
    .flatMap(({ amountMinor, refunds }) => [
      minorUnits(amountMinor),
      ...refunds.nodes
        .filter(({ status }) => status !== 'failed')
        .map((refund) => -minorUnits(refund.amountMinor)),
    ])
    .reduce((sum, amount) => sum + amount, 0);
  // Beside one that was made at the provider, one of ours may be about to be refused there.
  return Math.max(left, 0);
}

/** An amount as typed, in minor units: no more than is left. */
export const amountOf = (order: Order, { least = 0, tooBig }: { least?: number; tooBig: string }) =>
  z
    .string()
    .transform((typed) => parseMoney(typed.trim() || '0', order.currency) ?? -1)
    .refine((amount) => amount >= least, 'attendees:order.amountRule')
    .refine((amount) => amount <= kept(order), tooBig);
