import type { Logger } from '@foyer/runtime';
import type pg from 'pg';
import type { CheckinMetrics } from './metrics.ts';
import type { CheckinRedis } from './redis/connection.ts';
import type { Journal } from './sync/journal.ts';

/** What every part of the service works with. */
export type Door = {
  redis: CheckinRedis;
  pool: pg.Pool;
  /** For what a caller asks for and nobody else waits for: never so much that a decision is recorded late. */
  callers: pg.Pool;
  logger: Logger;
  metrics: CheckinMetrics;
  journal: Journal;
};
