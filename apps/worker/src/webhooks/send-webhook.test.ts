import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { createWebhookSender, type WebhookRequest } from './send-webhook.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const older = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const request = { id: 'cafe', body: '{"id":"cafe"}', secrets: [secret] };
const { signal } = new AbortController();
const sender = createWebhookSender({ toPrivateNetworks: true });
const send = (given: WebhookRequest) => sender(given, signal);

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A receiver of its own; gives its address. */
async function receiver(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('what is sent can be verified with any library of Standard Webhooks, by either secret', async () => {
  let seen: { headers: IncomingHttpHeaders; body: string } | undefined;
  const url = await receiver(async (req, res) => {
    const chunks = await req.toArray();
    seen = { headers: req.headers, body: Buffer.concat(chunks).toString() };
    res.writeHead(204).end();
  });
  expect(await send({ ...request, url, secrets: [secret, older] })).toEqual({
    httpStatus: 204,
    failure: null,
    retryAfterSeconds: null,
  });
  const { headers, body } = seen as NonNullable<typeof seen>;
  expect(headers['webhook-id']).toBe('cafe');
  expect(headers['content-type']).toBe('application/json');
  for (const known of [secret, older])
    expect(new Webhook(known).verify(body, headers as Record<string, string>)).toEqual({
      id: 'cafe',
    });
  expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
});

test.each([
  [404, {}, 'answer', null],
  [500, { 'retry-after': '60' }, 'answer', null],
  [429, { 'retry-after': '60' }, 'answer', 60],
  [503, { 'retry-after': 'soon' }, 'answer', null],
  [410, {}, 'answer', null],
])(
  'an answer of %i %j is a failure: %s, to be asked again after %s s',
  async (status, headers, failure, after) => {
    const url = await receiver((_, res) => res.writeHead(status, headers).end('no'));
    expect(await send({ ...request, url })).toEqual({
      httpStatus: status,
      failure,
      retryAfterSeconds: after,
    });
  },
);

test('Retry-After may be a date', async () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  const url = await receiver((_, res) => res.writeHead(503, { 'retry-after': date }).end());
  const { retryAfterSeconds } = await send({ ...request, url });
  expect(retryAfterSeconds).toBeGreaterThan(60);
  expect(retryAfterSeconds).toBeLessThanOrEqual(90);
});

test('a Retry-After without measure is a day', async () => {
  for (const after of ['9'.repeat(30), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
    const url = await receiver((_, res) => res.writeHead(429, { 'retry-after': after }).end());
    expect(await send({ ...request, url })).toMatchObject({ retryAfterSeconds: 86_400 });
  }
});

test('a redirect is not followed', async () => {
  let hits = 0;
  const target = await receiver((_, res) => {
    hits += 1;
    res.end();
  });
  const url = await receiver((_, res) => res.writeHead(307, { location: target }).end());
  expect(await send({ ...request, url })).toMatchObject({ httpStatus: 307, failure: 'redirect' });
  expect(hits).toBe(0);
});

test('a status is enough: a body without an end is not waited for', async () => {
  const url = await receiver((_, res) => {
    res.writeHead(200);
    const dripping = setInterval(() => res.write('.'), 20);
    res.on('close', () => clearInterval(dripping));
  });
  expect(await send({ ...request, url })).toMatchObject({ httpStatus: 200, failure: null });
});

test('nobody there, a connection that is cut, a name that does not exist', async () => {
  const url = await receiver((req) => req.socket.destroy());
  expect(await send({ ...request, url })).toMatchObject({ failure: 'connection' });
  expect(await send({ ...request, url: 'http://127.0.0.1:9' })).toMatchObject({
    httpStatus: null,
    failure: 'connection',
  });
  expect(await send({ ...request, url: 'https://nobody.invalid' })).toMatchObject({
    failure: 'unknown_host',
  });
  // A name as the database takes it, and no URL has it.
  expect(await send({ ...request, url: 'https://10.0.0.300/' })).toMatchObject({
    httpStatus: null,
    failure: 'connection',
  });
});

test('a switch of protocols that nobody asked for is no answer', async () => {
  const url = await receiver((req) => {
    req.socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
  });
  expect(await send({ ...request, url })).toMatchObject({ failure: 'connection' });
});

test('an attempt ends when the process does', async () => {
  const url = await receiver(() => {});
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 50);
  expect(await sender({ ...request, url }, ending.signal)).toMatchObject({ failure: 'timeout' });
});

test('one that speaks no TLS is not told anything over it', async () => {
  const url = await receiver((_, res) => res.end());
  expect(await send({ ...request, url: url.replace('http:', 'HTTPS:') })).toMatchObject({
    failure: 'certificate',
  });
});

describe('to the public internet only', () => {
  const careful = createWebhookSender({ toPrivateNetworks: false });
  test.each([
    'http://127.0.0.1',
    'https://10.1.2.3',
    'https://192.168.0.1',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://0.0.0.0',
    'https://0x7f000001',
    'https://2130706433',
  ])('%s is not reached', async (address) => {
    let hits = 0;
    const port = new URL(
      await receiver((_, res) => {
        hits += 1;
        res.end();
      }),
    ).port;
    const url = new URL(address);
    url.port = port;
    expect(await careful({ ...request, url: String(url) }, signal)).toEqual({
      httpStatus: null,
      failure: 'private_address',
      retryAfterSeconds: null,
    });
    expect(hits).toBe(0);
  });
});
