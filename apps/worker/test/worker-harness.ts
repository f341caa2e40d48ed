import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPaymentAdapters, type PaymentAdapters } from '@foyer/payment-adapters';
import { startSandbox } from '@foyer/payment-adapters/sandbox';
import { createLogger } from '@foyer/runtime';
import { createDiskStorage } from '@foyer/storage';
import { createTestDatabase } from '@foyer/testing';
import { createSmtpChannel } from '../src/channels/email/smtp-channel.ts';
import { jobsByName } from '../src/jobs/index.ts';
import type { JobDeps, NewJob } from '../src/jobs/job.ts';
import { createLinks } from '../src/links.ts';
import { startMailServer } from './mail-server.ts';

export const secret = 'the-secret-of-the-tests-has-40-characters';
export const stripe = { secretKey: 'sk_test_51FoyerWorker', webhookSecret: 'whsec_foyer_worker' };

/** What jobs run on: a database, a mail server and a storage of their own, payments when asked for. */
export async function createWorkerHarness(options: { hasPayments?: boolean } = {}) {
  const database = await createTestDatabase();
  const mailServer = await startMailServer();
  const directory = await mkdtemp(join(tmpdir(), 'foyer-worker-test-'));
  const logger = createLogger('worker', { level: 'silent' });
  const sandbox = options.hasPayments
    ? await startSandbox({
        webhookUrl: null,
        webhookSecret: stripe.webhookSecret,
        secretKey: stripe.secretKey,
        logger,
      })
    : null;
  const enqueued: NewJob[] = [];
  const asked: string[] = [];
  const deps: JobDeps = {
    pool: database.pools.worker,
    email: createSmtpChannel({ url: mailServer.url, from: 'tickets@foyer.test' }),
    storage: createDiskStorage({ directory, publicUrl: 'http://api.test', secret }),
    payments: sandbox
      ? createPaymentAdapters({
          NODE_ENV: 'test',
          STRIPE_SECRET_KEY: stripe.secretKey,
          STRIPE_WEBHOOK_SECRET: [stripe.webhookSecret],
          STRIPE_API_BASE: sandbox.url,
        })
      : ({ providers: [], byName: () => null } as unknown as PaymentAdapters),
    links: createLinks({
      siteName: 'Foyer',
      publicWebUrl: 'https://tickets.test',
      publicApiUrl: 'https://api.test',
      secret,
    }),
    loadLogo: async () => null,
    secret,
    enqueue: async (jobs) => {
      enqueued.push(...jobs);
    },
    onPaymentAsked: (_provider, outcome) => asked.push(outcome),
  };
  return {
    ...database,
    mailServer,
    directory,
    deps,
    enqueued,
    /** What became of the provider's answers about payments, in order. */
    asked,
    sandbox,
    /** Runs one attempt of a job, as the queue would. */
    async run(
      name: string,
      payload: unknown,
      context: { jobId?: string; topic?: string; attempt?: number } = {},
    ): Promise<void> {
      const job = jobsByName.get(name);
      if (!job) throw new Error(`no job ${name}`);
      await job.run(payload, deps, {
        jobId: context.jobId ?? 'outbox-1',
        topic: context.topic,
        attempt: context.attempt ?? 1,
        logger,
      });
    },
    /** Everything in the outbox, oldest first. */
    async outbox(): Promise<{ id: number; topic: string; payload: Record<string, string> }[]> {
      const { rows } = await database.pools.admin.query(
        'select id::int, topic, payload from app_private.outbox order by id',
      );
      return rows;
    },
    async close() {
      await sandbox?.close();
      await mailServer.close();
      await rm(directory, { recursive: true, force: true });
      await database.close();
    },
  };
}
export type WorkerHarness = Awaited<ReturnType<typeof createWorkerHarness>>;
