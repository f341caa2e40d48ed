import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, leaveOut, type Metrics } from '@foyer/runtime';
import type pg from 'pg';
import type { LaneState } from './queue/queue.ts';

/** A statement over partial indexes, and a handful of Redis commands per lane. */
const readEveryMs = 5_000;
/** Joins the payments of two days with their bookings: 100 ms for 50,000 of them. */
const compareEveryMs = 60_000;
/** What could not be read for this long is left out rather than shown as if it were so. */
const forgetAfterMs = 60_000;

type WebhookLag = { pending: number; overdue_seconds: number };
type OperationState = {
  outbox_waiting: number;
  outbox_oldest_seconds: number;
  holds_open: number;
  holds_overdue: number;
  holds_overdue_seconds: number;
  payments_open_under_15m: number;
  payments_open_under_1h: number;
  payments_open_over_1h: number;
  payments_unsettled_seconds: number;
  refunds_queued: number;
  refunds_pending: number;
  refunds_failed: number;
  refunds_queued_seconds: number;
  audit_unsealed_seconds: number;
};

/**
 * What waits in the database and in the queues, as gauges. Read by the clock and not by the scrape, so
 * that it costs the same however many look. Every worker tells the same: take the `max` of them.
 */
export function startStateMetrics(options: {
  pool: pg.Pool;
  readQueues(): Promise<LaneState[]>;
  metrics: Metrics;
  logger: Logger;
}): { stop(): Promise<void> } {
  const { pool, metrics } = options;
  const gauge = (name: string, help: string, ...labelNames: string[]) => {
    const made = metrics.gauge({ name, help, labelNames });
    leaveOut(made);
    return made;
  };

  const database = {
    outboxWaiting: gauge('foyer_outbox_waiting', 'Outbox rows that are not published yet.'),
    outboxOldest: gauge(
      'foyer_outbox_oldest_seconds',
      'Age of the oldest outbox row that is not published yet.',
    ),
    holds: gauge('foyer_holds', 'Holds: open ones, and those whose time is over.', 'state'),
    holdsOverdue: gauge(
      'foyer_holds_overdue_seconds',
      'How long the most overdue hold has been over without its tickets being free again.',
    ),
    paymentsOpen: gauge('foyer_payments_open', 'Payments that have not ended, by age.', 'age'),
    paymentsUnsettled: gauge(
      'foyer_payments_unsettled_seconds',
      'Since the end of the hold whose payment we still do not know the end of; the oldest one.',
    ),
    refunds: gauge(
      'foyer_refunds',
      'Refunds: queued here, pending at the provider, failed within a day.',
      'status',
    ),
    refundsQueued: gauge(
      'foyer_refunds_queued_seconds',
      'Age of the oldest refund that the provider has not accepted.',
    ),
    auditUnsealed: gauge(
      'foyer_audit_unsealed_seconds',
      'Age of the oldest line of the record that no seal covers.',
    ),
  };
  const webhooks = {
    pending: gauge('foyer_webhooks_pending', 'What endpoints of integrators are still to be told.'),
    overdue: gauge(
      'foyer_webhooks_overdue_seconds',
      'How long something waits that an endpoint that works could be told.',
    ),
  };
  const queues = {
    jobs: gauge(
      'foyer_jobs',
      'Jobs by lane and state. state="failed" gave up and waits for a person.',
      'lane',
      'state',
    ),
    oldest: gauge(
      'foyer_jobs_oldest_seconds',
      'Age of the oldest job that is not done, between its tries too.',
      'lane',
    ),
  };
  const books = {
    mismatches: gauge(
      'foyer_ledger_mismatches',
      'Payments and refunds of two days whose bookings do not say what their state says.',
      'kind',
    ),
  };

  async function readDatabase(): Promise<void> {
    const { rows } = await pool.query<OperationState>(
      'select * from app_private.operation_state()',
    );
    const [state] = rows;
    if (!state) return;
    database.outboxWaiting.set(state.outbox_waiting);
    database.outboxOldest.set(state.outbox_oldest_seconds);
    database.holds.set({ state: 'open' }, state.holds_open);
    database.holds.set({ state: 'overdue' }, state.holds_overdue);
    database.holdsOverdue.set(state.holds_overdue_seconds);
    database.paymentsOpen.set({ age: 'under_15m' }, state.payments_open_under_15m);
    database.paymentsOpen.set({ age: 'under_1h' }, state.payments_open_under_1h);
    database.paymentsOpen.set({ age: 'over_1h' }, state.payments_open_over_1h);
    database.paymentsUnsettled.set(state.payments_unsettled_seconds);
    database.refunds.set({ status: 'queued' }, state.refunds_queued);
    database.refunds.set({ status: 'pending' }, state.refunds_pending);
    database.refunds.set({ status: 'failed' }, state.refunds_failed);
    database.refundsQueued.set(state.refunds_queued_seconds);
    database.auditUnsealed.set(state.audit_unsealed_seconds);
  }

  async function readWebhooks(): Promise<void> {
    const { rows } = await pool.query<WebhookLag>('select * from app_private.webhook_lag()');
    webhooks.pending.set(rows[0]?.pending ?? 0);
    webhooks.overdue.set(rows[0]?.overdue_seconds ?? 0);
  }

  async function readQueues(): Promise<void> {
    for (const { lane, counts, oldestSeconds } of await options.readQueues()) {
      for (const [state, count] of Object.entries(counts)) queues.jobs.set({ lane, state }, count);
      queues.oldest.set({ lane }, oldestSeconds);
    }
  }

  async function compareBooks(): Promise<void> {
    const { rows } = await pool.query<{ kind: string; count: number }>(
      `select * from app_private.ledger_mismatches('2 days')`,
    );
    for (const { kind, count } of rows) books.mismatches.set({ kind }, count);
  }

  const stopping = new AbortController();
  const keep = async (
    what: string,
    everyMs: number,
    read: () => Promise<void>,
    forget: () => void,
  ) => {
    let readAt = performance.now();
    while (!stopping.signal.aborted) {
      try {
        await read();
        readAt = performance.now();
      } catch (err) {
        if (performance.now() - readAt > Math.max(forgetAfterMs, 2 * everyMs)) forget();
        options.logger.warn({ err, what }, 'the state for the metrics could not be read');
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const forget = (gauges: Record<string, Parameters<typeof leaveOut>[0]>) => () =>
    Object.values(gauges).forEach(leaveOut);
  const loops = [
    keep('database', readEveryMs, readDatabase, forget(database)),
    keep('webhooks', readEveryMs, readWebhooks, forget(webhooks)),
    keep('queues', readEveryMs, readQueues, forget(queues)),
    keep('ledger', compareEveryMs, compareBooks, forget(books)),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
