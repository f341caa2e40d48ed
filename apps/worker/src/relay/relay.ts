import { setTimeout as sleep } from 'node:timers/promises';
import { killPoint, type Logger, type Metrics } from '@foyer/runtime';
import type { OutboxTopic } from '@foyer/types';
import type pg from 'pg';
import { jobOfTopic } from '../jobs/index.ts';
import type { Enqueue, Job, NewJob } from '../jobs/job.ts';
import type { QueueMemory } from '../queue/queue.ts';
import { createWakeablePause } from '../wakeable-pause.ts';

/** Rows a round: one statement to claim, one round trip per lane, one statement to mark. */
const batchSize = 200;
/** How long a round may take before another relay may publish the same rows; jobs know their ids. */
const leaseSeconds = 30;
/** From the start of a round to that of the next: what is written meanwhile goes together. */
const roundMs = 200;

type OutboxRow = { id: number; topic: string; org_id: string | null; payload: unknown };

/**
 * Moves what waits in the outbox to the queue: leases rows, adds their jobs, marks them published.
 * Nothing is locked while it talks to Redis, and a crash at any point only repeats: the job's id is
 * the row's. Returns how many rows it took.
 */
export async function relayOnce({
  pool,
  enqueue,
  memory: { mark, runId },
  logger,
}: {
  pool: pg.Pool;
  enqueue: Enqueue;
  /** What the queue remembered before. */
  memory: QueueMemory;
  logger: Logger;
}): Promise<number> {
  const { rows } = await pool.query<OutboxRow>('select * from app_private.claim_outbox($1, $2)', [
    batchSize,
    leaseSeconds,
  ]);
  // A topic of a newer version stays unpublished: its lag shows, and the next worker publishes it.
  const known = rows.filter((row) => row.topic in jobOfTopic);
  for (const { id, topic } of rows) {
    if (!(topic in jobOfTopic)) logger.error({ outboxId: id, topic }, 'an unknown outbox topic');
  }
  if (known.length === 0) return 0;
  killPoint('relay.after-claim');
  await enqueue(known.flatMap(jobOf));
  killPoint('relay.after-enqueue');
  const { rows: noted } = await pool.query<{ is_noted: boolean }>(
    'select app_private.note_outbox_published($1, $2, $3) as is_noted',
    [known.map(({ id }) => id), mark, runId],
  );
  if (!noted[0]?.is_noted)
    throw new Error('the queue may have lost its memory meanwhile; the rows are published again');
  return known.length;
}

/** What somebody asked for, and payments under way, wait for nobody's on-sale and for no event that is called off. */
const takesTurns = (job: Job, topic: string): boolean =>
  job.lane !== 'payments' && !topic.endsWith('_requested');

function jobOf({ id, topic, org_id, payload }: OutboxRow): NewJob[] {
  const job = jobOfTopic[topic as OutboxTopic];
  if (!job) return [];
  return [
    {
      id: `outbox-${id}`,
      name: job.name,
      lane: job.lane,
      payload,
      topic,
      isSecret: job.isSecret,
      takesTurnsAs: takesTurns(job, topic) ? (org_id ?? undefined) : undefined,
    },
  ];
}

export type Relay = { stop(): Promise<void> };

/**
 * Asks Redis what it remembers, and where that is not what the outbox was handed to, lets the outbox
 * publish again what may be lost. Returns what it remembers now. Throws while Redis is away, so that no row is
 * leased for nothing.
 */
export function createRecall({
  pool,
  memory,
  logger,
}: {
  pool: pg.Pool;
  memory: () => Promise<QueueMemory>;
  logger: Logger;
}): () => Promise<QueueMemory> {
  let known = '';
  return async () => {
    const current = await memory();
    const { mark, runId } = current;
    if (`${mark} ${runId}` === known) return current;
    const { rows } = await pool.query<{ forgotten: number }>(
      'select app_private.note_queue_memory($1, $2) as forgotten',
      [mark, runId],
    );
    known = `${mark} ${runId}`;
    const forgotten = rows[0]?.forgotten ?? 0;
    if (forgotten > 0)
      logger.warn({ forgotten }, 'the queue was restarted or lost its memory: publishing again');
    return current;
  };
}

/** Publishes as soon as `onWake` tells of new rows, and looks by itself every second all the same. */
export function startRelay(options: {
  pool: pg.Pool;
  enqueue: Enqueue;
  memory: () => Promise<QueueMemory>;
  onWake(wake: () => void): void;
  metrics: Metrics;
  logger: Logger;
  pollMs?: number;
}): Relay {
  const { metrics, logger, pollMs = 1_000 } = options;
  let recall = createRecall(options);
  const published = metrics.counter({
    name: 'foyer_outbox_published_total',
    help: 'Outbox rows handed to the queue.',
  });

  let isStopped = false;
  const pause = createWakeablePause();
  options.onWake(pause.wake);

  const loop = (async () => {
    while (!isStopped) {
      const nextRoundAt = performance.now() + roundMs;
      pause.forget();
      try {
        const count = await relayOnce({ ...options, memory: await recall() });
        published.inc(count);
        if (count === batchSize) continue;
      } catch (err) {
        logger.warn({ err }, 'the outbox could not be relayed; trying again');
        // Another worker may have noted another memory than this one saw.
        recall = createRecall(options);
        pause.forget();
      }
      if (!isStopped) await pause.wait(pollMs);
      if (!isStopped) await sleep(Math.max(0, nextRoundAt - performance.now()));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      pause.wake();
      await loop;
    },
  };
}
