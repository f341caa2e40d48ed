import { createPool } from '@foyer/db';
import { createLogger, type HealthChecks, type Logger, measurePools } from '@foyer/runtime';
import type { CheckinEnv } from './env.ts';
import { createHandler, type DoorRequest, type DoorResponse } from './http/handle.ts';
import { type CheckinMetrics, createCheckinMetrics } from './metrics.ts';
import { type CheckinRedis, connectRedis } from './redis/connection.ts';
import { type CheckinService, createService } from './service/service.ts';
import { measureBacklog } from './sync/backlog.ts';
import { createJournal } from './sync/journal.ts';

export type Composition = {
  logger: Logger;
  metrics: CheckinMetrics;
  redis: CheckinRedis;
  service: CheckinService;
  handle: (request: DoorRequest) => Promise<DoorResponse>;
  checks: HealthChecks;
  close(): Promise<void>;
};

/** Builds the service from its environment; the server and the Lambda handler both stand on this. */
export function compose(env: CheckinEnv): Composition {
  const logger = createLogger('checkin', { level: env.LOG_LEVEL });
  const metrics = createCheckinMetrics();
  const redis = connectRedis(env.CHECKIN_REDIS_URL, logger);
  const connections = (max: number) =>
    createPool(env.CHECKIN_DATABASE_URL, {
      applicationName: 'foyer-checkin',
      isPooled: env.CHECKIN_DATABASE_IS_POOLED,
      max,
      // Everything asked here takes milliseconds and is asked again; what a dead connection holds up is
      // the news of a cancellation.
      statementTimeoutMs: 3_000,
      // Sooner, so that what waited for somebody else is not taken for too much at once.
      lockTimeoutMs: 2_000,
    });
  const pool = connections(5);
  const callers = connections(2);
  measurePools(metrics.metrics, { main: pool, callers });
  measureBacklog(metrics.metrics, redis.redis);
  const journal = createJournal();
  const service = createService({ redis, pool, callers, logger, metrics, journal });
  return {
    logger,
    metrics,
    redis,
    service,
    handle: createHandler({ service, metrics, logger }),
    checks: {
      redis: async () => {
        if (redis.epoch() === null) throw new Error('not connected');
        await redis.redis.ping();
      },
      // Without it the door goes on: what it decides waits in Redis.
      postgres: { check: () => pool.query('select 1'), isOptional: true },
    },
    async close() {
      await service.sync.stop();
      await Promise.all([pool.end(), callers.end()]);
      await redis.close();
    },
  };
}
