import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger, Metrics } from '@foyer/runtime';
import type pg from 'pg';
import { executeRefund } from './jobs/execute-refund/handler.ts';
import type { Enqueue } from './jobs/job.ts';
import { reconcilePayment } from './jobs/reconcile-payment/handler.ts';

type ScheduleDeps = { pool: pg.Pool; enqueue: Enqueue; onHoldsExpired(count: number): void };

export type Schedule = {
  name: string;
  /** From the end of one run to the start of the next. */
  everyMs: number;
  run(deps: ScheduleDeps): Promise<void>;
};

const second = 1_000;
const minute = 60 * second;

/** All that happens by the clock. Each is safe to run in several workers at once. */
export const schedules: Schedule[] = [
  {
    name: 'expire-holds',
    // Nobody may wait long for tickets that are free again.
    everyMs: 5 * second,
    async run({ pool, onHoldsExpired }) {
      const atOnce = 500;
      for (;;) {
        const count = await ask(pool, 'select app_private.expire_holds($1) as count', [atOnce]);
        onHoldsExpired(count);
        if (count < atOnce) return;
      }
    },
  },
  {
    name: 'reconcile-payments',
    // Who paid has their tickets within a minute, also if the webhook never comes: the payment may be
    // asked about just before, so 15 s to the next turn, and the job. At most 300 questions at a time
    // keep 20 a second, a fifth of what Stripe allows.
    everyMs: 15 * second,
    async run({ pool, enqueue }) {
      const { rows } = await pool.query<{
        payment_id: string;
        provider: string;
        provider_payment_id: string;
        registration_status: string;
      }>(`select * from app_private.open_payments('20 seconds', 300)`);
      await enqueue(
        rows.map((row) => ({
          id: `reconcile-${row.payment_id}`,
          name: reconcilePayment.name,
          lane: reconcilePayment.lane,
          // While the provider answers slowly or not at all, questions must not pile up in front of pages to close.
          isRepeated: true,
          payload: {
            paymentId: row.payment_id,
            provider: row.provider,
            providerPaymentId: row.provider_payment_id,
            isAbandoned: row.registration_status !== 'pending',
          },
        })),
      );
    },
  },
  {
    name: 'retry-refunds',
    everyMs: 30 * second,
    async run({ pool, enqueue }) {
      const { rows } = await pool.query<{ refund_id: string; org_id: string }>(
        'select * from app_private.hand_out_refunds($1)',
        [200],
      );
      await enqueue(
        rows.map(({ refund_id, org_id }) => ({
          id: `refund-${refund_id}`,
          name: executeRefund.name,
          lane: executeRefund.lane,
          takesTurnsAs: org_id,
          isRepeated: true,
          payload: { refundId: refund_id },
        })),
      );
    },
  },
  {
    name: 'apply-early-refunds',
    everyMs: minute,
    async run({ pool }) {
      await pool.query('select app_private.apply_early_refunds()');
    },
  },
  {
    name: 'seal-audit',
    everyMs: minute,
    async run({ pool }) {
      await pool.query('select app_private.seal_audit()');
    },
  },
  {
    name: 'sweep-outbox',
    everyMs: 10 * minute,
    async run({ pool }) {
      const atOnce = 5_000;
      for (;;) {
        // Longer than a job may wait for its last try (2 h 36 min): should the queue lose its memory,
        // its row publishes it again. Requests are limited by what was asked for within the hour.
        const count = await ask(pool, `select app_private.sweep_outbox('4 hours', $1) as count`, [
          atOnce,
        ]);
        if (count < atOnce) return;
      }
    },
  },
  {
    name: 'sweep-webhooks',
    everyMs: minute,
    async run({ pool }) {
      const atOnce = 5_000;
      for (const sweep of [
        'app_private.fail_undeliverable_webhooks($1)',
        `app_private.sweep_webhooks('30 days', $1)`,
      ])
        while ((await ask(pool, `select ${sweep} as count`, [atOnce])) === atOnce);
    },
  },
  {
    name: 'sweep-waiting-places',
    everyMs: 6 * 60 * minute,
    async run({ pool }) {
      const atOnce = 5_000;
      for (;;) {
        const count = await ask(pool, 'select app_private.sweep_waiting_places($1) as count', [
          atOnce,
        ]);
        if (count < atOnce) return;
      }
    },
  },
];

async function ask(pool: pg.Pool, statement: string, values: unknown[]): Promise<number> {
  return (await pool.query<{ count: number }>(statement, values)).rows[0]?.count ?? 0;
}

/** Runs each schedule at once and then at its interval, never twice at a time. */
export function startSchedules(options: {
  pool: pg.Pool;
  enqueue: Enqueue;
  metrics: Metrics;
  logger: Logger;
}): { stop(): Promise<void> } {
  const expired = options.metrics.counter({
    name: 'foyer_holds_expired_total',
    help: 'Holds that ran out and were released by the clock; a buyer who needs the tickets may be earlier.',
  });
  const deps: ScheduleDeps = { ...options, onHoldsExpired: (count) => expired.inc(count) };
  const runs = options.metrics.counter({
    name: 'foyer_schedule_runs_total',
    help: 'Runs of schedules by outcome.',
    labelNames: ['schedule', 'outcome'],
  });
  const stopping = new AbortController();
  const loops = schedules.map(async ({ name, everyMs, run }) => {
    while (!stopping.signal.aborted) {
      try {
        await run(deps);
        runs.inc({ schedule: name, outcome: 'completed' });
      } catch (err) {
        runs.inc({ schedule: name, outcome: 'failed' });
        options.logger.error(
          { err, schedule: name },
          'a schedule failed; it runs again at its time',
        );
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
