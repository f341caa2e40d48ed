import type { Collection, Store } from './store.ts';

/**
 * A movement of money, as the provider would settle it: what our own ledger must agree with.
 * `amount` counts in the provider's unit (Stripe: its smallest unit of the currency).
 */
export type BookEntry = {
  id: string;
  provider: string;
  kind: 'capture' | 'refund' | 'refund_reversal';
  /** The provider's payment and what we called it. */
  providerPaymentId: string;
  paymentId: string | null;
  amount: number;
  currency: string;
  at: string;
};

export type Book = {
  enter(entry: Omit<BookEntry, 'at'>): void;
  entries(): BookEntry[];
  /** Per currency; `net` = captured - refunded + reversed. */
  totals(): Record<string, { captured: number; refunded: number; reversed: number; net: number }>;
};

export function openBook(store: Store): Book {
  const entries: Collection<BookEntry> = store.collection('book');
  return {
    enter: (entry) => entries.put(entry.id, { ...entry, at: new Date().toISOString() }),
    entries: () => entries.values(),
    totals: () => {
      const totals: ReturnType<Book['totals']> = {};
      for (const { kind, amount, currency } of entries.values()) {
        totals[currency] ??= { captured: 0, refunded: 0, reversed: 0, net: 0 };
        const sum = totals[currency];
        if (kind === 'capture') sum.captured += amount;
        else if (kind === 'refund') sum.refunded += amount;
        else sum.reversed += amount;
        sum.net = sum.captured - sum.refunded + sum.reversed;
      }
      return totals;
    },
  };
}
