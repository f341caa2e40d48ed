import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createTestRedis, type TestRedis, until } from '@foyer/testing';
import { Queue, Worker } from 'bullmq';

let redis: TestRedis;
let mail: Queue;
beforeAll(async () => {
  redis = await createTestRedis('queue', { isBullMq: true });
  mail = new Queue('mail', { connection: { url: redis.url }, prefix: 'foyer' });
});
afterAll(async () => {
  await mail.close();
  await redis.close();
});

function operate(...words: string[]) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '../src/operate.ts'),
      ...words,
    ],
    { env: { PATH: process.env.PATH, REDIS_URL: redis.url }, encoding: 'utf8' },
  );
  return { status, text: stdout + stderr };
}

/** Jobs that have failed as the worker's do: for good, or to be tried again in an hour. */
async function fail(...ids: string[]): Promise<void> {
  const worker = new Worker('mail', () => Promise.reject(new Error('550 no such mailbox')), {
    connection: { url: redis.url },
    prefix: 'foyer',
    settings: { backoffStrategy: () => 3_600_000 },
  });
  await mail.addBulk(
    ids.map((id) => ({
      name: 'issue-confirmation',
      data: { payload: { token: 'a secret of a person' } },
      opts: {
        jobId: id,
        timestamp: Date.now() - 86_400_000,
        attempts: id.includes('later') ? 2 : 1,
        backoff: { type: 'custom' },
        priority: 7,
      },
    })),
  );
  await until(async () => {
    const { failed = 0, delayed = 0 } = await mail.getJobCounts('failed', 'delayed');
    return failed + delayed >= ids.length;
  });
  await worker.close();
}

test('failed jobs are listed without their payload, tried again, hurried and dropped', async () => {
  await fail('outbox-1', 'outbox-2', 'outbox-later');
  const list = operate('list');
  expect(list.status).toBe(0);
  expect(list.text).toMatch(/^mail: 2 failed, 1 delayed, 0 waiting, 0 active$/m);
  expect(list.text).toMatch(/^mail outbox-1 issue-confirmation: 1 tries .*550 no such mailbox$/m);
  expect(list.text).not.toContain('secret');
  const [, nextTry = ''] = /^mail outbox-later .* next try (\S+);/m.exec(list.text) ?? [];
  expect(Date.parse(nextTry)).toBeGreaterThan(Date.now());

  expect(operate('drop', 'mail', 'outbox-later')).toMatchObject({ status: 1 });
  expect(operate('drop', 'mail', 'outbox-1')).toMatchObject({ status: 0 });
  expect(operate('retry', 'mail', 'outbox-2')).toMatchObject({ status: 0 });
  expect(operate('hurry', 'mail')).toMatchObject({ status: 0 });
  expect(operate('list').text).toMatch(/^mail: 0 failed, 0 delayed, 2 waiting, 0 active$/m);
  // In the turn that was theirs, and from the first try.
  const again = await mail.getJobs(['prioritized']);
  expect(again.map(({ id, attemptsMade }) => `${id} ${attemptsMade}`).sort()).toEqual([
    'outbox-2 0',
    'outbox-later 1',
  ]);
});

test('what it does not understand changes nothing and is told', () => {
  for (const words of [[], ['empty', 'mail'], ['retry', 'letters'], ['drop', 'mail']])
    expect(operate(...words)).toMatchObject({
      status: 1,
      text: expect.stringContaining('operate list'),
    });
  expect(operate('retry', 'mail', 'outbox-none')).toMatchObject({
    status: 1,
    text: expect.stringContaining('no job outbox-none'),
  });
});
