import { createServer } from 'node:http';
import {
  createLogger,
  handleSignals,
  installHealth,
  keepObjectsYoung,
  type Logger,
  onShutdown,
} from '@foyer/runtime';
import express, { type NextFunction, type Request, type Response } from 'express';
import { openBook } from './book.ts';
import { createControl } from './control.ts';
import { readSandboxEnv, refuseProduction } from './env.ts';
import { createFaults } from './faults.ts';
import { sendPage } from './page/layout.ts';
import { homeBody } from './page/other-pages.ts';
import { textsFor } from './page/texts.ts';
import { Store } from './store.ts';
import { createStripeApi } from './stripe/api.ts';
import { formatAmount } from './stripe/currency.ts';
import { ApiError } from './stripe/errors.ts';
import { createHostedPage } from './stripe/hosted-page.ts';
import { createIdempotency } from './stripe/idempotency.ts';
import { createSigner } from './stripe/signature.ts';
import { createStripeWorld, type StripeWorld } from './stripe/world.ts';
import { createWebhookDelivery } from './webhook-delivery.ts';

export type SandboxOptions = {
  /** 0 picks a free one. */
  port?: number;
  host?: string;
  /** How browsers reach it. Default: where it listens. */
  publicUrl?: string;
  /** Null: events are recorded and not delivered. */
  webhookUrl: string | null;
  webhookSecret: string;
  secretKey: string;
  /** Where the journal lives. Null: in memory only. */
  directory?: string | null;
  logger?: Logger;
  /** Waits between delivery attempts; the last failure is final. */
  retryDelaysMs?: readonly number[];
  env?: NodeJS.ProcessEnv;
};

export type Sandbox = {
  url: string;
  /** Resolves when no webhook is due or under way. */
  webhooksIdle(): Promise<void>;
  close(): Promise<void>;
};

/** The version whose shapes this wire has; the one the SDK is pinned to. */
const apiVersion = '2026-10-28.endive';

/** Starts the local gateway. Throws in production, unless that is asked for by name. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  refuseProduction(options.env ?? process.env);
  const logger = options.logger ?? createLogger('sandbox');
  const store = new Store(options.directory ?? null);
  const book = openBook(store);
  const faults = createFaults();
  const delivery = createWebhookDelivery({
    store,
    faults,
    url: options.webhookUrl,
    sign: createSigner(options.webhookSecret),
    logger,
    retryDelaysMs: options.retryDelaysMs,
  });
  let listeningAt = '';
  const stripe = createStripeWorld({
    store,
    book,
    faults,
    apiVersion,
    send: delivery.send,
    publicUrl: () => options.publicUrl?.replace(/\/+$/, '') ?? listeningAt,
  });

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'extended');
  app.set('etag', false);
  installHealth(app, { journal: async () => store.check() });
  app.get('/', (req, res) => showHome(req, res, stripe));
  const { secretKey } = options;
  const idempotency = createIdempotency(store);
  const api = { world: stripe, store, idempotency, faults, secretKey, apiVersion };
  app.use('/v1', createStripeApi(api));
  app.use('/c/pay', createHostedPage(stripe));
  app.use('/sandbox', createControl({ book, faults, delivery, stripe }));
  app.use((err: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const status = statusOf(err);
    if (status === 500) logger.error({ err }, 'request failed');
    if (res.headersSent) return res.destroy();
    if (err instanceof ApiError) return res.status(err.status).json(err.body);
    res.status(status).json({ error: { type: 'api_error', message: 'The test gateway failed' } });
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  listeningAt = `http://127.0.0.1:${port}`;
  return {
    url: listeningAt,
    webhooksIdle: delivery.idle,
    close: async () => {
      stripe.stop();
      delivery.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}

/** body-parser says with `status` whose fault it was. */
function statusOf(err: unknown): number {
  const status = err instanceof Error && 'status' in err ? Number(err.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}

function showHome(req: Request, res: Response, stripe: StripeWorld): void {
  const payments = stripe
    .sessions()
    .slice(-25)
    .reverse()
    .map((session) => ({
      at: new Date(session.created * 1000).toISOString().replace('T', ' ').slice(0, 19),
      what: stripe.sessionRow(session.id).product.name,
      amount: formatAmount(session.amount_total, session.currency, 'en'),
      status: session.payment_status === 'paid' ? 'paid' : session.status,
      url: session.url,
    }));
  sendPage(res, {
    title: 'Payment test gateway',
    texts: textsFor('en', req.get('accept-language')),
    body: homeBody(payments),
  });
}

if (import.meta.main) {
  keepObjectsYoung();
  const logger = createLogger('sandbox');
  handleSignals(logger);
  try {
    const env = readSandboxEnv();
    const sandbox = await startSandbox({
      port: env.SANDBOX_PORT,
      host: env.SANDBOX_HOST,
      publicUrl: env.PUBLIC_SANDBOX_URL ?? `http://localhost:${env.SANDBOX_PORT}`,
      webhookUrl: env.SANDBOX_WEBHOOK_URL,
      webhookSecret: env.STRIPE_WEBHOOK_SECRET,
      secretKey: env.STRIPE_SECRET_KEY,
      directory: env.SANDBOX_DIR,
      logger,
    });
    onShutdown('sandbox', sandbox.close);
    logger.info({ url: sandbox.url, webhooks: env.SANDBOX_WEBHOOK_URL }, 'test gateway is ready');
  } catch (err) {
    logger.fatal({ err }, err instanceof Error ? err.message : 'could not start');
    process.exit(1);
  }
}
