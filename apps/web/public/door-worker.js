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
  else if (isAsset(pathname)) event.respondWith(asset(request));
});

/** Their names change with what is in them. */
const isAsset = (pathname) => pathname.startsWith('/_next/static/');

async function openPage(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  try {
    const fresh = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    // A page is kept once all that it loads is here, and not before.
    return fresh.ok || !kept ? fresh : kept;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
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
