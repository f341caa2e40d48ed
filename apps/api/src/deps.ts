import type { PaymentAdapters } from '@foyer/payment-adapters';
import type { HealthChecks, Logger, Metrics } from '@foyer/runtime';
import type { Storage } from '@foyer/storage';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { AccessTokens } from './auth/access-tokens.ts';
import type { Accounts } from './auth/accounts.ts';
import type { RefreshCookie } from './auth/refresh-cookie.ts';
import type { DoorKnows } from './door/door-knowledge.ts';
import type { TicketTokens } from './tickets/ticket-tokens.ts';

/** What GraphQL and the payment webhooks are built on. */
export type GraphQLDeps = {
  logger: Logger;
  metrics: Metrics;
  /** Connected as foyer_authenticator. */
  pool: pg.Pool;
  /** For orders and the line in front of them: a crowd uses up these connections and no others. */
  salesPool: pg.Pool;
  /** For payments and their webhooks: money is never late because of a crowd. */
  moneyPool: pg.Pool;
  payments: PaymentAdapters;
  ticketTokens: TicketTokens;
  doorKnows: DoorKnows;
  /** FOYER_SECRET. */
  secret: string;
  /** The one origin whose pages may call us, and where buyers come back to from the payment page. */
  publicWebUrl: string;
  hasExplorer: boolean;
};

/** What the API is built on; made once, in the composition root. */
export type ApiDeps = GraphQLDeps & {
  healthChecks: HealthChecks;
  redis: Redis;
  storage: Storage;
  accounts: Accounts;
  tokens: AccessTokens;
  cookie: RefreshCookie;
  hasRateLimits: boolean;
  /** Orders of one event that one network address may have under way at a time. */
  ordersPerAddress: number;
  trustedProxies: number;
};
