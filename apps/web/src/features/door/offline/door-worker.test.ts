import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const ORIGIN = 'https://foyer.example';
const source = readFileSync('apps/web/public/door-worker.js', 'utf8');

type FetchEvent = {
  request: { url: string; method: string; mode: string };
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
};
type Cache = { match(): Promise<Response | undefined>; put(): Promise<void> };

/** The worker as a browser runs it, on this network and this storage. */
function runWorker(
  network: (request: unknown, init?: { signal?: AbortSignal }) => Promise<Response>,
  openCache: () => Promise<Cache>,
) {
  const listeners = new Map<string, (event: FetchEvent) => void>();
  const self = {
    location: { href: `${ORIGIN}/door-worker.js`, origin: ORIGIN },
    addEventListener: (kind: string, listener: (event: FetchEvent) => void) =>
      listeners.set(kind, listener),
  };
  const caches = { open: openCache };
  const AbortSignal = { timeout: () => patience.signal };
  const patience = new AbortController();
  runInContext(source, createContext({ self, caches, fetch: network, Response, URL, AbortSignal }));
  return {
    losePatience: () => patience.abort(),
    async ask(path: string, mode = 'no-cors') {
      const work: Promise<unknown>[] = [];
      let answer: Promise<Response> | undefined;
      listeners.get('fetch')?.({
        request: { url: `${ORIGIN}${path}`, method: 'GET', mode },
        respondWith: (response) => {
          answer = response;
        },
        waitUntil: (one) => work.push(one),
      });
      const text = await (await answer)?.text();
      await Promise.all(work);
      return text;
    },
  };
}

const full = () => Promise.reject(new DOMException('Quota exceeded', 'QuotaExceededError'));

test.each<[string, () => Promise<Cache>]>([
  ['can be opened no more', full],
  ['cannot be read', async () => ({ match: full, put: full })],
  ['is full', async () => ({ match: async () => undefined, put: full })],
])('a storage that %s stops neither the page nor what it loads', async (_, openCache) => {
  const worker = runWorker(async () => new Response('fresh'), openCache);
  expect(await worker.ask('/door', 'navigate')).toBe('fresh');
  expect(await worker.ask('/_next/static/chunks/one.js')).toBe('fresh');
});

const kept = async () => ({ match: async () => new Response('kept'), put: async () => {} });

test('a page that stops halfway is as good as none: the kept one opens', async () => {
  const worker = runWorker(async (_, init) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('half'));
        init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason));
        queueMicrotask(() => worker.losePatience());
      },
    });
    return new Response(body);
  }, kept);
  expect(await worker.ask('/door', 'navigate')).toBe('kept');
});

test('a page that comes in time opens, and one that fails does not', async () => {
  const fresh = runWorker(async () => new Response('fresh'), kept);
  expect(await fresh.ask('/door', 'navigate')).toBe('fresh');
  const failing = runWorker(async () => new Response('', { status: 502 }), kept);
  expect(await failing.ask('/door', 'navigate')).toBe('kept');
});
