import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@foyer/runtime';
import {
  freePort,
  insertOrganization,
  reservationRequest,
  reserveBatch,
  type TestEvent,
  until,
} from '@foyer/testing';
import { createStartPayment } from '../../apps/api/src/payments/start-payment.ts';
import { startTestApi } from '../../apps/api/test/support.ts';
import { executeRefund } from '../../apps/worker/src/jobs/execute-refund/handler.ts';
import type { JobDeps } from '../../apps/worker/src/jobs/job.ts';
import type { BookEntry } from '../../libs/payment-adapters/sandbox/book.ts';
import {
  createStripeAdapter,
  type PaymentAdapters,
  type StripeAdapterOptions,
} from '../../libs/payment-adapters/src/index.ts';
import { checkDatabase, holdAfterEach } from './invariants.ts';

const secretKey = 'sk_test_51FoyerFaults';
const webhookSecret = 'whsec_of_the_fault_tests';
const rootDir = join(import.meta.dirname, '../..');
const logger = createLogger('fault-tests', { level: 'silent' });

export type Shop = Awaited<ReturnType<typeof openShop>>;
type ShopOptions = {
  adapter?: Partial<StripeAdapterOptions>;
  /** Where the sandbox sends its webhooks; the API, unless told otherwise. */
  webhookUrl?: string;
};
export type Page = { paymentId: string; sessionId: string };

/** `openShop` for the tests of a file; after each of them the invariants hold. */
export function useShop(
  options: () => ShopOptions | Promise<ShopOptions> = () => ({}),
): () => Shop {
  let shop: Shop | undefined;
  beforeAll(async () => {
    shop = await openShop(await options());
  });
  const open = () => {
    if (!shop) throw new Error('The shop is opened before the first test, not earlier.');
    return shop;
  };
  holdAfterEach(() => checkDatabase(open().db.pools.admin));
  afterAll(() => shop?.close());
  return open;
}

/**
 * The API with its webhooks, and the payment sandbox in a process of its own, on a database of one's own.
 * Orders are made by the product's functions without HTTP to the API, so that many fit into a test.
 */
async function openShop(options: ShopOptions) {
  const directory = mkdtempSync(join(tmpdir(), 'foyer-shop-'));
  const [apiPort, sandboxPort] = [await freePort(), await freePort()];
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const api = await startTestApi({
    env: {
      API_PORT: String(apiPort),
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: sandboxUrl,
    },
  });
  const sandbox = spawn(
    process.execPath,
    [join(rootDir, 'libs/payment-adapters/sandbox/server.ts')],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        LOG_LEVEL: 'error',
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        SANDBOX_PORT: String(sandboxPort),
        SANDBOX_DIR: directory,
        SANDBOX_WEBHOOK_URL: options.webhookUrl ?? `${api.url}/webhooks/stripe`,
        STRIPE_SECRET_KEY: secretKey,
        STRIPE_WEBHOOK_SECRET: webhookSecret,
      },
    },
  );
  await until(async () => (await fetch(`${sandboxUrl}/health/ready`)).ok, {
    what: 'the payment sandbox to start',
  });

  const { admin, worker } = api.db.pools;
  const { id: orgId } = await insertOrganization(admin);
  const adapter = createStripeAdapter({
    secretKey,
    webhookSecrets: [webhookSecret],
    apiBase: sandboxUrl,
    ...options.adapter,
  });
  const payments: PaymentAdapters = {
    preferred: adapter,
    providers: [adapter.provider],
    byName: (name) => (name === adapter.provider ? adapter : null),
  };
  const startPayment = createStartPayment({
    pool: api.db.pools.api,
    payments,
    secret: 'a-secret-of-the-tests-that-is-long-enough',
    publicWebUrl: 'https://tickets.example',
    logger,
  });

  async function control<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${sandboxUrl}/sandbox${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as T;
  }

  return {
    api,
    db: api.db,
    orgId,
    adapter,
    control,

    /** Held orders of one ticket each, whose attendees are known. */
    async order(event: TestEvent, count: number): Promise<string[]> {
      const requests = Array.from({ length: count }, () => reservationRequest(event));
      const answers = await reserveBatch(api.db.pools.api, requests);
      const ids = answers.map((answer) => {
        if (answer.outcome !== 'held') throw new Error(JSON.stringify(answer));
        return answer.registrationId;
      });
      await admin.query(
        `update app_public.registrations r
         set buyer_name = 'Grace Hopper', buyer_email = r.id || '@example.org', attendee_info = (
           select jsonb_agg(jsonb_build_object('ticketTypeId', i.ticket_type_id, 'name', 'Grace Hopper'))
           from app_public.registration_items i, generate_series(1, i.quantity)
           where i.registration_id = r.id)
         where id = any ($1)`,
        [ids],
      );
      return ids;
    },

    /** What the API does when a buyer wants to pay. */
    async openPage(registrationId: string): Promise<Page> {
      const { paymentId, redirectUrl } = await startPayment({ registrationId }, { registrationId });
      return { paymentId, sessionId: /\/c\/pay\/([^/?]+)/.exec(redirectUrl)?.[1] ?? '' };
    },

    /** What the buyer does on the page. */
    pay: (sessionId: string, card = '4242 4242 4242 4242') =>
      control<{ outcome: string; paymentIntentId: string }>(`/payments/${sessionId}/pay`, { card }),

    /** What a worker does with a refund. */
    refund: (refundId: string, jobId = `refund-${refundId}`) =>
      executeRefund.run({ refundId }, { pool: worker, payments } as JobDeps, {
        jobId,
        topic: undefined,
        attempt: 1,
        logger,
      }),

    book: async () => (await control<{ entries: BookEntry[] }>('/book')).entries,

    /** A delivery of the provider, signed now, long ago, by somebody else, or as another text. */
    deliver(
      body: string,
      how: { ageSeconds?: number; byStranger?: boolean; path?: string; signedText?: string } = {},
    ) {
      const at = Math.floor(Date.now() / 1000) - (how.ageSeconds ?? 0);
      const key = how.byStranger ? 'whsec_somebody_else' : webhookSecret;
      const signature = createHmac('sha256', key)
        .update(`${at}.${how.signedText ?? body}`)
        .digest('hex');
      return api.post(how.path ?? '/webhooks/stripe', body, {
        'stripe-signature': `t=${at},v1=${signature}`,
      });
    },

    async close() {
      sandbox.kill('SIGKILL');
      await once(sandbox, 'exit');
      await api.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
