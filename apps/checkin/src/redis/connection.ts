import type { Logger } from '@foyer/runtime';
import { Redis } from 'ioredis';

export type CheckinRedis = {
  redis: Redis;
  /**
   * Which run of the server we talk to; null while that is not known. A restart may have lost the
   * last seconds and a failover may be behind, so what an earlier run held is never trusted: the
   * scripts compare this with the run that each event was made ready on.
   */
  epoch(): string | null;
  /** Another connection to the same server, for commands that block. */
  duplicate(): Redis;
  close(): Promise<void>;
};

/** A door waits no longer than this for one answer; the retry carries the same scan id. */
const COMMAND_TIMEOUT_MS = 2_000;
/**
 * A server that is gone without a word is noticed by TCP after a quarter of an hour. Counted only while an answer is
 * waited for; longer than one that blocks (`BLOCK_MS` of the drain) takes, and than a single late one.
 */
const SILENT_MS = 4_000;

export function connectRedis(url: string, logger: Logger): CheckinRedis {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: SILENT_MS,
    // Nothing is queued for later: a scan is answered now, or the device is told to ask again.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // The others wait for this server before they make an event ready on a Redis that was lost.
    retryStrategy: (times) => Math.min(50 * 2 ** times, 250),
  });
  let epoch: string | null = null;
  redis.on('ready', () => {
    redis.info('server').then(
      (info) => {
        epoch = /^run_id:(\w+)/m.exec(info)?.[1] ?? null;
        if (epoch === null) logger.error('the check-in Redis does not tell its run_id');
      },
      (err: unknown) => {
        // Without the run id nothing can be decided; a new connection asks again.
        logger.warn({ err }, 'the check-in Redis did not answer INFO');
        redis.disconnect(true);
      },
    );
  });
  redis.on('close', () => {
    epoch = null;
  });
  redis.on('error', (err) => logger.warn({ err }, 'check-in Redis'));
  return {
    redis,
    epoch: () => epoch,
    duplicate: () => {
      const copy = redis.duplicate({ commandTimeout: undefined, enableOfflineQueue: true });
      copy.on('error', (err) => logger.warn({ err }, 'check-in Redis, blocking connection'));
      return copy;
    },
    close: async () => {
      redis.disconnect();
    },
  };
}
