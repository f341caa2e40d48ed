import { createPool, listen } from '@foyer/db';
import { createPaymentAdapters } from '@foyer/payment-adapters';
import {
  createMetrics,
  type Logger,
  measurePools,
  onShutdown,
  startHealthServer,
} from '@foyer/runtime';
import { createDiskStorage } from '@foyer/storage';
import { createLogoLoader } from './branding/logo.ts';
import { createSmtpChannel } from './channels/email/smtp-channel.ts';
import type { WorkerEnv } from './env.ts';
import { createLinks } from './links.ts';
import { createGiveWay } from './queue/give-way.ts';
import { createQueue, startProcessors } from './queue/queue.ts';
import { startRelay } from './relay/relay.ts';
import { startSchedules } from './schedules.ts';
import { startStateMetrics } from './state-metrics.ts';
import { startWebhooks } from './webhooks/deliver-webhooks.ts';
import { createWebhookSender } from './webhooks/send-webhook.ts';

export type WorkerOptions = { stall?: { lockMs: number; checkMs: number } };

/**
 * Puts the worker together and starts it: the relay, the jobs, the schedules. What starts last stops
 * first; the health server stops last, so that it can say that the rest is stopping.
 */
export async function startWorker(
  env: WorkerEnv,
  logger: Logger,
  options: WorkerOptions = {},
): Promise<{ port: number }> {
  const metrics = createMetrics('worker');
  const pool = createPool(env.WORKER_DATABASE_URL, {
    applicationName: 'foyer-worker',
    max: 12,
    isPooled: env.WORKER_DATABASE_IS_POOLED,
  });
  onShutdown('database', () => pool.end());
  measurePools(metrics, { main: pool });
  const queue = createQueue({ redisUrl: env.REDIS_URL, logger });
  const answers = metrics.counter({
    name: 'foyer_payments_asked_total',
    help: 'Answers of providers about payments we asked about, by what they did. "confirmed" and "refund_queued": money whose webhook did not come.',
    labelNames: ['provider', 'outcome'],
  });
  const payments = createPaymentAdapters(env, metrics);
  // From the first scrape on, so that the first one is seen as an increase.
  for (const provider of payments.providers)
    for (const outcome of ['confirmed', 'refund_queued']) answers.inc({ provider, outcome }, 0);
  const email = createSmtpChannel({ url: env.SMTP_URL, from: env.MAIL_FROM.address });
  onShutdown('mail', () => email.close());

  const health = await startHealthServer({
    port: env.WORKER_PORT,
    host: env.HOST,
    metrics,
    checks: {
      database: () => pool.query('select 1'),
      redis: () => queue.ping(),
    },
  });
  onShutdown('health', health.stop);
  onShutdown('queue', () => queue.close());

  const processors = startProcessors({
    redisUrl: env.REDIS_URL,
    metrics,
    logger,
    stall: options.stall,
    giveWay: createGiveWay({ mostMs: env.MAILS_GIVE_WAY_SECONDS * 1_000 }),
    deps: {
      pool,
      email,
      storage: createDiskStorage({
        directory: env.STORAGE_DIR,
        publicUrl: env.PUBLIC_API_URL,
        secret: env.FOYER_SECRET,
      }),
      payments,
      links: createLinks({
        siteName: env.MAIL_FROM.name,
        publicWebUrl: env.PUBLIC_WEB_URL,
        publicApiUrl: env.PUBLIC_API_URL,
        secret: env.FOYER_SECRET,
      }),
      loadLogo: createLogoLoader({
        origins: [env.PUBLIC_WEB_URL, env.PUBLIC_API_URL],
        webUrl: env.PUBLIC_WEB_URL,
      }),
      secret: env.FOYER_SECRET,
      enqueue: queue.enqueue,
      onPaymentAsked: (provider, outcome) => answers.inc({ provider, outcome }),
    },
  });
  onShutdown('jobs', () => processors.close());

  const relay = startRelay({
    pool,
    enqueue: queue.enqueue,
    memory: queue.memory,
    metrics,
    logger,
    onWake(wake) {
      const listener = listen(
        {
          databaseUrl: env.WORKER_LISTEN_DATABASE_URL ?? env.WORKER_DATABASE_URL,
          channel: 'foyer_outbox',
          applicationName: 'foyer-worker-listen',
        },
        {
          message: wake,
          connected: wake,
          trouble: (err) =>
            logger.warn({ err }, 'not listening to the outbox; it is polled until this comes back'),
        },
      );
      onShutdown('outbox listener', () => listener.stop());
    },
  });
  onShutdown('relay', () => relay.stop());

  const webhooks = startWebhooks({
    pool,
    send: createWebhookSender({ toPrivateNetworks: env.WEBHOOKS_TO_PRIVATE_NETWORKS }),
    metrics,
    logger,
  });
  onShutdown('webhooks', () => webhooks.stop());

  const running = startSchedules({ pool, enqueue: queue.enqueue, metrics, logger });
  onShutdown('schedules', () => running.stop());
  const state = startStateMetrics({ pool, readQueues: queue.state, metrics, logger });
  onShutdown('state metrics', () => state.stop());
  return { port: health.port };
}
