import { killPoint, type Logger, type Metrics } from '@foyer/runtime';
import type pg from 'pg';
import { createWakeablePause } from '../wakeable-pause.ts';
import type { SendWebhook } from './send-webhook.ts';

/**
 * Attempts under way at a time: to endpoints that work (`claim_webhooks` keeps 48 for those that are told nothing yet),
 * and apart from them to those that failed last.
 */
const healthySlots = 96;
const failingSlots = 32;
/** Longer than an attempt can take; then another worker may make the next one. */
const leaseSeconds = 30;
/** How soon something new is seen. */
const pollMs = 500;
/** After an attempt ended: others end about now, too, and are asked after together. */
const gatherMs = 20;
/** A process that is asked to stop has ten seconds for each of its parts. */
const finishMs = 5_000;

type Claimed = {
  delivery_id: string;
  attempt: number;
  url: string;
  body: unknown;
  secrets: string[];
  is_failing: boolean;
};

/**
 * Tells endpoints what the database wrote down for them. A queue of its own, in PostgreSQL: which endpoint is told
 * how much at a time, when it is tried again, and when it is given up is `claim_webhooks` and
 * `note_webhook_attempt`. At least once: a worker that dies after the answer repeats it, under the same id.
 */
export function startWebhooks(options: {
  pool: pg.Pool;
  send: SendWebhook;
  metrics: Metrics;
  logger: Logger;
}): { stop(): Promise<void> } {
  const { pool, send, metrics, logger } = options;
  const attempts = metrics.counter({
    name: 'foyer_webhook_attempts_total',
    help: 'Attempts to tell endpoints something, by what followed: delivered, retried, given_up, gone and failing (switched off), late, ended.',
    labelNames: ['outcome'],
  });
  const underWay = { healthy: new Set<Promise<void>>(), failing: new Set<Promise<void>>() };
  const ending = new AbortController();
  let isStopped = false;
  const pause = createWakeablePause();

  async function attempt(claimed: Claimed): Promise<void> {
    const answer = await send(
      {
        url: claimed.url,
        id: claimed.delivery_id,
        body: JSON.stringify(claimed.body),
        secrets: claimed.secrets,
      },
      ending.signal,
    );
    // Cut short by us: no failure of theirs. Another worker tries once the lease is over.
    if (ending.signal.aborted && answer.failure) return;
    killPoint('webhook-delivery.after-send');
    const { rows } = await pool.query<{ outcome: string }>(
      'select app_private.note_webhook_attempt($1, $2, $3, $4, $5) as outcome',
      [
        claimed.delivery_id,
        claimed.attempt,
        answer.httpStatus,
        answer.failure,
        answer.retryAfterSeconds,
      ],
    );
    attempts.inc({ outcome: rows[0]?.outcome ?? 'ended' });
  }

  async function claim(): Promise<void> {
    const healthy = healthySlots - underWay.healthy.size;
    const failing = failingSlots - underWay.failing.size;
    if (healthy === 0 && failing === 0) return;
    const { rows } = await pool.query<Claimed>(
      'select * from app_private.claim_webhooks($1, $2, $3)',
      [healthy, failing, leaseSeconds],
    );
    for (const claimed of rows) {
      const lane = claimed.is_failing ? underWay.failing : underWay.healthy;
      const work = attempt(claimed)
        .catch((err: unknown) => {
          // Its lease runs out, and it is tried again.
          logger.warn({ err, deliveryId: claimed.delivery_id }, 'an attempt could not be noted');
        })
        .finally(() => {
          lane.delete(work);
          setTimeout(pause.wake, gatherMs);
        });
      lane.add(work);
    }
  }

  const loop = (async () => {
    while (!isStopped) {
      pause.forget();
      try {
        await claim();
      } catch (err) {
        logger.warn({ err }, 'what endpoints are to be told could not be read; trying again');
        pause.forget();
      }
      if (!isStopped) await pause.wait(pollMs);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      pause.wake();
      await loop;
      const cut = setTimeout(() => ending.abort(), finishMs);
      await Promise.all([...underWay.healthy, ...underWay.failing]);
      clearTimeout(cut);
    },
  };
}
