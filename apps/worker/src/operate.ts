/**
 * For whoever runs the installation: looks at jobs and moves them on. Needs REDIS_URL alone.
 *
 *   node apps/worker/src/operate.ts list                 failed jobs, and what waits for another try
 *   node apps/worker/src/operate.ts retry <lane> [id]    failed jobs again, from their first try
 *   node apps/worker/src/operate.ts hurry <lane>         what waits for another try is tried now
 *   node apps/worker/src/operate.ts drop <lane> <id>     forgets a failed job that can never succeed
 */
import { envVariable, parseEnv } from '@foyer/runtime';
import { type ConnectionOptions, type Job, Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { type Lane, lanes } from './jobs/job.ts';
import { countJobs, prefix } from './queue/queue.ts';

const usage = `operate list | retry <lane> [id] | hurry <lane> | drop <lane> <id>
lanes: ${lanes.join(', ')}`;

/** More than anybody reads; the counts say how many there are. */
const atMost = 100;

const lane = z.enum(lanes);
const command = z.union([
  z.tuple([z.literal('list')]),
  z.tuple([z.literal('retry'), lane]),
  z.tuple([z.literal('retry'), lane, z.string()]),
  z.tuple([z.literal('hurry'), lane]),
  z.tuple([z.literal('drop'), lane, z.string()]),
]);

const { REDIS_URL } = parseEnv(z.object({ REDIS_URL: envVariable.redisUrl }));
const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: 1, connectTimeout: 5_000 });
connection.on('error', () => {});
const queues = Object.fromEntries(
  lanes.map((name) => [
    name,
    new Queue(name, { connection: connection as ConnectionOptions, prefix }),
  ]),
) as Record<Lane, Queue>;

function tell(name: Lane, job: Job): void {
  const age = Math.round((Date.now() - job.timestamp) / 60_000);
  // The delay counts from the end of the last try, which is not kept; its beginning is.
  const nextAt = new Date((job.processedOn ?? job.timestamp) + job.delay);
  const next = job.delay > 0 ? `, next try ${nextAt.toISOString()}` : '';
  // Never the payload: it may hold a secret of a person.
  console.log(
    `${name} ${job.id} ${job.name}: ${job.attemptsMade} tries in ${age} min${next}; ${job.failedReason ?? ''}`,
  );
}

async function list(): Promise<void> {
  for (const name of lanes) {
    const counts = await countJobs(queues[name]);
    console.log(
      `${name}: ${Object.entries(counts)
        .map(([state, n]) => `${n} ${state}`)
        .join(', ')}`,
    );
    for (const state of ['failed', 'delayed'] as const)
      for (const job of await queues[name].getJobs([state], 0, atMost - 1, true)) tell(name, job);
  }
}

async function find(name: Lane, id: string): Promise<Job> {
  const job = await queues[name].getJob(id);
  if (!job) throw new Error(`The lane ${name} has no job ${id}.`);
  return job;
}

async function run(words: string[]): Promise<void> {
  const parsed = command.safeParse(words);
  if (!parsed.success) throw new Error(usage);
  const [what, name, id] = parsed.data;
  switch (what) {
    case 'list':
      return await list();
    // Job by job: BullMQ's own way for all of them forgets whose turn it is.
    case 'retry':
      for (const job of id ? [await find(name, id)] : await queues[name].getJobs(['failed']))
        await job.retry('failed', { resetAttemptsMade: true });
      return console.log('Queued again.');
    case 'hurry': {
      for (const job of await queues[name].getJobs(['delayed'])) await job.promote();
      return console.log('What waited is tried now.');
    }
    case 'drop': {
      const job = await find(name, id);
      if (!(await job.isFailed())) throw new Error(`${id} has not failed; it is not dropped.`);
      await job.remove();
      return console.log('Dropped.');
    }
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await Promise.all(Object.values(queues).map((queue) => queue.close()));
  connection.disconnect();
}
