import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@foyer/runtime';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/server.ts';
import { createStripeAdapter, type StripeAdapterOptions } from '../src/index.ts';
import type { Delivery } from './contract.ts';

export const secretKey = 'sk_test_51FoyerSandbox';
export const webhookSecret = 'whsec_foyer_sandbox_secret';

/** A shop as the gateway sees it: an address that takes webhooks and answers what it is told to. */
export async function startReceiver() {
  const deliveries: Delivery[] = [];
  let answers: number[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
    );
    deliveries.push({ rawBody: Buffer.concat(chunks), headers });
    res.writeHead(answers.shift() ?? 200).end();
  });
  const url = `${await listen(server)}/webhooks/stripe`;
  return {
    url,
    deliveries,
    /** Statuses of the next answers; 200 after that. */
    answerNext: (...statuses: number[]) => {
      answers = statuses;
    },
    close: () => shut(server),
  };
}

export function startTestSandbox(options: Partial<SandboxOptions>): Promise<Sandbox> {
  return startSandbox({
    webhookUrl: null,
    webhookSecret,
    secretKey,
    logger: createLogger('sandbox', { level: 'silent' }),
    retryDelaysMs: [20, 40],
    ...options,
  });
}

export function stripeAt(url: string, options: Partial<StripeAdapterOptions> = {}) {
  return createStripeAdapter({
    secretKey,
    webhookSecrets: [webhookSecret],
    apiBase: url,
    timeoutMs: 4_000,
    ...options,
  });
}

/** Written apart from the gateway's own signer, from Stripe's documentation. */
export function signStripe(
  rawBody: Buffer,
  how: { ageSeconds?: number; byStranger?: boolean } = {},
): Delivery {
  const timestamp = Math.floor(Date.now() / 1000) - (how.ageSeconds ?? 0);
  const key = how.byStranger ? 'whsec_somebody_else' : webhookSecret;
  const signature = createHmac('sha256', key).update(`${timestamp}.`).update(rawBody).digest('hex');
  return { rawBody, headers: { 'stripe-signature': `t=${timestamp},v1=${signature}` } };
}

export async function control<T = unknown>(
  sandbox: Sandbox,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${sandbox.url}/sandbox${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  return (await answer.json()) as T;
}

/** A server on a free port; `silent` never answers a request. */
export async function startSilentServer() {
  const server = createServer(() => undefined);
  return { url: await listen(server), close: () => shut(server) };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
