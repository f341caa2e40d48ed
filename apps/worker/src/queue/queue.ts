import { randomUUID } from 'node:crypto';
import { killPoint, type Logger, type Metrics, withTimeout } from '@foyer/runtime';
import {
  type ConnectionOptions,
  DelayedError,
  type JobsOptions,
  Queue,
  UnrecoverableError,
  Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import { DeliveryInProgress } from '../delivery.ts';
import { jobsByName } from '../jobs/index.ts';
import { type JobDeps, type Lane, lanes, type NewJob } from '../jobs/job.ts';
import type { GiveWay } from './give-way.ts';
import { createTurns, type Turns } from './turns.ts';

type JobData = Pick<NewJob, 'topic' | 'payload' | 'takesTurnsAs'>;

/** Six more tries over almost three hours: a mail server's maintenance, a payment provider's outage. */
const retryDelaysMs = [2_000, 15_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000];

/** A mail waits for the database, the disk and the mail server more than it works: eight keep a core busy. */
const concurrency: Record<Lane, number> = { mail: 8, payments: 4, refunds: 4 };

/**
 * At most a day, and the last 20,000 of a lane: a row that is published again finds its job by the id, which stops a
 * second run. Behind those it runs once more, without effect.
 */
const keepCompleted = { age: 24 * 3_600, count: 20_000 };

/**
 * Redis answers in milliseconds; a connection that is silent for so long is dead, and is made anew. The operating
 * system itself takes a quarter of an hour to notice.
 */
const silentMs = 10_000;
/** Of connections on which BullMQ waits for jobs: it asks again after ten seconds at the latest. */
const silentWaitingMs = 20_000;

/** Comes back after a part of the minute that a dead sender's claim lasts. */
const laterMs = 15_000;
/** Longer than workers of two releases run side by side. */
const unknownJobMs = 3_600_000;

const jobOptions: JobsOptions = {
  attempts: 1 + retryDelaysMs.length,
  backoff: { type: 'custom' },
  removeOnComplete: keepCompleted,
  // Failed jobs stay until somebody has looked at them; the gauge below counts them.
  removeOnFail: false,
};

/** Of all keys in Redis. */
export const prefix = 'foyer';
/** Holds a random id that lives as long as the jobs beside it. */
const memoryKey = `${prefix}:memory`;

/** What waits in a lane. */
export type LaneState = { lane: Lane; counts: Record<string, number>; oldestSeconds: number };

export type QueueMemory = { mark: string; runId: string };

export type JobQueue = {
  /** Adds jobs that are not known yet. Throws when Redis does not take them, or not soon: it may do so later. */
  enqueue(jobs: NewJob[]): Promise<void>;
  state(): Promise<LaneState[]>;
  /** Which memory Redis has: another `mark` after it lost everything, another `runId` after a restart. */
  memory(): Promise<QueueMemory>;
  ping(): Promise<unknown>;
  close(): Promise<void>;
};

/** `silentMs` is how long Redis may take to answer; tests shorten it. */
export function createQueue(options: {
  redisUrl: string;
  logger: Logger;
  silentMs?: number;
}): JobQueue {
  const socketTimeout = options.silentMs ?? silentMs;
  const connection = connect(options.redisUrl, options.logger, {
    maxRetriesPerRequest: 2,
    socketTimeout,
  });
  const queues = lanes.map((lane) => {
    const queue = new Queue<JobData>(lane, {
      connection: connection as ConnectionOptions,
      prefix,
      defaultJobOptions: jobOptions,
    });
    queue.on('error', (err) => options.logger.warn({ err, lane }, 'the queue cannot reach Redis'));
    return { lane, queue, turns: createTurns() };
  });
  const add = async (
    { queue, turns }: { queue: Queue<JobData>; turns: Turns },
    jobs: NewJob[],
  ): Promise<void> => {
    let current = jobs.some((job) => job.takesTurnsAs) ? await currentTurn(queue) : null;
    await queue.addBulk(
      jobs.map(({ id, name, topic, payload, isSecret, isRepeated, takesTurnsAs }) => {
        const opts: JobsOptions = { jobId: id };
        if (isSecret) opts.removeOnComplete = true;
        if (isRepeated)
          Object.assign(opts, {
            attempts: 1,
            removeOnComplete: true,
            removeOnFail: true,
            // What has no priority goes first.
            priority: 1,
          });
        if (takesTurnsAs) {
          opts.priority = turns.next(takesTurnsAs, current);
          current ??= 1;
        }
        return { name, data: { topic, payload, takesTurnsAs }, opts };
      }),
    );
  };
  return {
    async enqueue(jobs) {
      for (const lane of queues) {
        const mine = jobs.filter((job) => job.lane === lane.lane);
        if (mine.length > 0) await withTimeout('the queue', socketTimeout, () => add(lane, mine));
      }
    },
    state: () =>
      Promise.all(
        queues.map(async ({ lane, queue }) => ({
          lane,
          counts: await countJobs(queue),
          oldestSeconds: await oldestSeconds(queue),
        })),
      ),
    async memory() {
      const asked = connection.multi().setnx(memoryKey, randomUUID()).get(memoryKey).info('server');
      const results = await withTimeout('the queue', socketTimeout, () => asked.exec());
      const [, mark, info] = results ?? [];
      const failed = results?.find(([error]) => error)?.[0];
      if (failed) throw failed;
      return {
        mark: String(mark?.[1]),
        runId: /^run_id:(\w+)/m.exec(String(info?.[1]))?.[1] ?? '',
      };
    },
    ping: () => connection.ping(),
    async close() {
      await Promise.all(queues.map(({ queue }) => queue.close()));
      connection.disconnect();
    },
  };
}

/** The turn of the job that goes next of those that take turns; null when none waits. */
async function currentTurn(queue: Queue<JobData>): Promise<number | null> {
  const [next] = await queue.getJobs(['prioritized'], 0, 0, true);
  return next?.priority ?? null;
}

/** Jobs by state. BullMQ counts those that take turns apart from the others that wait. */
export async function countJobs(queue: Queue): Promise<Record<string, number>> {
  const states = ['failed', 'delayed', 'waiting', 'prioritized', 'active'] as const;
  const counts = await queue.getJobCounts(...states);
  const { failed = 0, delayed = 0, waiting = 0, prioritized = 0, active = 0 } = counts;
  return { failed, delayed, waiting: waiting + prioritized, active };
}

/**
 * Delayed jobs lie in the order of their next try, so those with the longest history come last. Those that take
 * turns lie in their order: the oldest of an organization is its first, and one that is tried again may come last.
 */
const looks = 20;

/** Seconds since the first job that is not done was added; 0 when nothing is to do. */
async function oldestSeconds(queue: Queue<JobData>): Promise<number> {
  const ranges = await Promise.all([
    queue.getJobs(['waiting'], 0, 0, true),
    queue.getJobs(['prioritized'], 0, looks, true),
    queue.getJobs(['prioritized'], 0, looks, false),
    queue.getJobs(['active'], 0, looks, true),
    queue.getJobs(['delayed'], 0, looks, true),
    queue.getJobs(['delayed'], 0, looks, false),
  ]);
  // A job that was done meanwhile is no longer there.
  const added = ranges.flat().flatMap((job) => (job ? [job.timestamp] : []));
  return added.length === 0 ? 0 : Math.max(0, (Date.now() - Math.min(...added)) / 1_000);
}

export type Processors = { close(): Promise<void> };

/**
 * Starts working. Mails that take turns also give way: nobody sits and waits for them. `stall` is how soon a dead
 * worker's jobs are taken over, `silentMs` how long Redis may say nothing; tests shorten them.
 */
export function startProcessors(options: {
  redisUrl: string;
  deps: JobDeps;
  giveWay: GiveWay;
  metrics: Metrics;
  logger: Logger;
  stall?: { lockMs: number; checkMs: number };
  silentMs?: number;
}): Processors {
  const { deps, giveWay, metrics, logger } = options;
  const connection = connect(options.redisUrl, logger, {
    maxRetriesPerRequest: null,
    socketTimeout: options.silentMs ?? silentWaitingMs,
  });
  const stall = options.stall ?? { lockMs: 30_000, checkMs: 30_000 };
  const finished = metrics.counter({
    name: 'foyer_job_attempts_total',
    help: 'Attempts at jobs by outcome.',
    labelNames: ['job', 'outcome'],
  });
  const duration = metrics.histogram({
    name: 'foyer_job_duration_seconds',
    help: 'How long an attempt at a job took.',
    labelNames: ['job'],
  });
  const workers = lanes.map((lane) => {
    const worker = new Worker<JobData>(
      lane,
      async (job, token) => {
        const context = {
          jobId: job.id ?? job.name,
          topic: job.data.topic,
          takesTurnsAs: job.data.takesTurnsAs,
          attempt: job.attemptsMade + 1,
          logger: logger.child({ job: job.name, jobId: job.id }),
        };
        const known = jobsByName.get(job.name);
        if (!known) {
          // Of a release that is on its way: its workers share the queue with this one.
          if (Date.now() - job.timestamp > unknownJobMs)
            throw new UnrecoverableError(`there is no job named ${job.name}`);
          await job.moveToDelayed(Date.now() + laterMs, token);
          throw new DelayedError();
        }
        if (lane === 'mail' && job.data.takesTurnsAs) await giveWay(job.timestamp);
        const stopTimer = duration.startTimer({ job: job.name });
        try {
          killPoint(`job.before.${job.name}`);
          await known.run(job.data.payload, deps, context);
          killPoint(`job.after.${job.name}`);
        } catch (error) {
          if (!(error instanceof DeliveryInProgress)) throw error;
          await job.moveToDelayed(Date.now() + laterMs, token);
          throw new DelayedError();
        } finally {
          stopTimer();
        }
      },
      {
        connection: connection as ConnectionOptions,
        prefix,
        concurrency: concurrency[lane],
        lockDuration: stall.lockMs,
        stalledInterval: stall.checkMs,
        // A deployment or two may kill the worker of the same job; a job that kills its worker must end.
        maxStalledCount: 3,
        settings: {
          backoffStrategy: (attemptsMade) =>
            retryDelaysMs[Math.min(attemptsMade, retryDelaysMs.length) - 1] ?? 0,
        },
      },
    );
    worker.on('completed', (job) => finished.inc({ job: job.name, outcome: 'completed' }));
    worker.on('failed', (job, err) => {
      const isFinal = job?.finishedOn !== undefined;
      finished.inc({ job: job?.name ?? 'unknown', outcome: isFinal ? 'failed' : 'retried' });
      const log = { err, job: job?.name, jobId: job?.id, attempt: job?.attemptsMade };
      if (isFinal && !job?.opts.removeOnFail) logger.error(log, 'a job failed for good');
      else logger.warn(log, 'a job failed and will be tried again');
    });
    worker.on('stalled', (jobId) =>
      logger.warn({ jobId, lane }, 'a dead worker’s job is taken over'),
    );
    worker.on('error', (err) => logger.warn({ err, lane }, 'the worker cannot reach Redis'));
    return worker;
  });
  return {
    async close() {
      // Waits for the jobs that are running; the caller bounds the wait.
      await Promise.all(workers.map((worker) => worker.close()));
      connection.disconnect();
    },
  };
}

function connect(
  url: string,
  logger: Logger,
  options: { maxRetriesPerRequest: number | null; socketTimeout: number },
): Redis {
  const connection = new Redis(url, {
    ...options,
    connectTimeout: 5_000,
    keepAlive: 30_000,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  connection.on('error', (err) => logger.warn({ err }, 'Redis does not answer'));
  return connection;
}
