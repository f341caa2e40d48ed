import type { PaymentAdapters } from '@foyer/payment-adapters';
import type { Logger, Metrics } from '@foyer/runtime';
import type pg from 'pg';

/** What the parts of the API are built on; made once, in the composition root. */
export type ApiDeps = {
  logger: Logger;
  metrics: Metrics;
  /** Connected as foyer_authenticator. */
  pool: pg.Pool;
  /** A pool of its own, so that an on-sale never starves the rest. */
  reservationPool: pg.Pool;
  payments: PaymentAdapters;
  /** FOYER_SECRET. */
  secret: string;
  /** Where buyers come back to from the payment page. */
  publicWebUrl: string;
  isProduction: boolean;
};
