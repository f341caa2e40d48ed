/**
 * Keeps the door's page on the phone, so that it opens again without a network. It knows nothing of
 * tickets: what the door decides and remembers is the page's.
 */
const CACHE = 'foyer-door-1';
const PAGE = '/door';
/** A hall's network that hangs is as good as none. */
const PATIENCE_MS = 3_000;
/** Some releases' worth; the oldest go first. */
const MOST_ASSETS = 250;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if (event.data?.kind === 'keep') event.waitUntil(keep(event.data.urls));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(openPage(request));
  else if (isAsset(pathname)) event.respondWith(asset(event));
});

/** Their names change with what is in them. */
const isAsset = (pathname) => pathname.startsWith('/_next/static/');

/** A storage that fails is as good as an empty one: what is not kept comes from the network. */
const match = (request) =>
  caches
    .open(CACHE)
    .then((cache) => cache.match(request))
    .catch(() => undefined);

async function openPage(request) {
  const kept = await match(PAGE);
  if (!kept) return await fetch(request);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // A page is kept once all that it loads is here, and not before.
    if (!fresh.ok) return kept;
    // The patience is for all of it: a page that stops halfway is as good as none.
    return new Response(await fresh.blob(), fresh);
  } catch {
    return kept;
  }
}

async function asset(event) {
  const { request } = event;
  const kept = await match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    const copy = fresh.clone();
    const keeping = caches.open(CACHE).then((cache) => cache.put(request, copy));
    // A full storage keeps nothing more, but the page goes on with what the network sent.
    event.waitUntil(keeping.catch(() => {}));
  }
  return fresh;
}

/** The page as it is now, and what it loads: named in it, or loaded by whoever has it open. */
async function keep(loaded) {
  const response = await fetch(PAGE, { cache: 'no-store' });
  if (!response.ok) return;
  const text = await response.clone().text();
  const named = text.match(/\/_next\/static\/[\w./~%()[\]-]+/g) ?? [];
  const paths = new Set(
    [...named, ...loaded]
      .map((url) => new URL(url, self.location.href))
      .filter(({ origin, pathname }) => origin === self.location.origin && isAsset(pathname))
      .map(({ href }) => href),
  );
  const cache = await caches.open(CACHE);
  for (const url of paths) if (!(await cache.match(url))) await cache.add(url);
  await cache.put(PAGE, response);
  const assets = (await cache.keys()).filter(({ url }) => isAsset(new URL(url).pathname));
  const spare = assets.filter(({ url }) => !paths.has(url));
  for (const request of spare.slice(0, Math.max(0, assets.length - MOST_ASSETS)))
    await cache.delete(request);
}
