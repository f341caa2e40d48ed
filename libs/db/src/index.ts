export { foyerError, isUnavailable } from './errors.ts';
export { type EventKey, loadEventKey } from './event-keys.ts';
export { generateSchema } from './generate.ts';
export { findViolations, type Rules, rules, rulesAtRest } from './invariants.ts';
export { type Listener, listen } from './listen.ts';
export { type LoginRole, migrate } from './migrate.ts';
export {
  allowSilence,
  type Claims,
  claimSettings,
  createPool,
  type PoolOptions,
  withClaims,
} from './pools.ts';
export { connectionOf, queryAs } from './query-as.ts';
export { registrationToken, verifyRegistrationToken } from './registration-token.ts';
