import { startTestApi, type TestApi } from '../../apps/api/test/support.ts';
import type { Side } from '../isolation/world/canaries.ts';
import { createLeakFinder, type FindLeaks } from '../isolation/world/leaks.ts';
import { type Plant, plantTenants } from '../isolation/world/plant.ts';
import { type Viewer, viewersOf } from '../isolation/world/viewers.ts';

export type Answer = {
  status: number;
  type: string;
  text: string;
  location: string | null;
  /** All others but those that are of this one answer: its moment, number, length and hash. */
  headers: Record<string, string>;
};
export type Tenants = {
  api: TestApi;
  plant: Plant;
  viewers: Viewer[];
  /** Everybody who is no part of a tenant. */
  strangersOf(side: Side): Viewer[];
  leaksOf: FindLeaks;
  /** A request with a viewer's credentials; what is not text is read byte by byte. */
  ask(
    viewer: Viewer,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  close(): Promise<void>;
};

/** The whole API as its server starts it, over two planted tenants. */
export async function startTenants(
  options: Parameters<typeof startTestApi>[0] = {},
): Promise<Tenants> {
  const api = await startTestApi(options);
  const plant = await plantTenants(api.db.pools.admin, api.db.pools.api).catch(async (error) => {
    await api.close();
    throw error;
  });
  // An admin differs from an owner, and one link from the other, in the tenant's own rows only; the
  // database is asked as all of them.
  const viewers = viewersOf(plant).filter(({ role, link }) => role !== 'admin' && link !== 'plain');
  return {
    api,
    plant,
    viewers,
    strangersOf: (side) => viewers.filter((viewer) => viewer.side !== side),
    leaksOf: createLeakFinder(plant),
    ask: ({ claims }, method, path, body, headers) =>
      request(api.url + path, method, body, {
        ...headers,
        ...(claims.userId && api.bearer(claims.userId)),
        ...(claims.registrationId && { 'x-registration-token': api.link(claims.registrationId) }),
        ...(claims.eventLink && { 'x-event-link': claims.eventLink }),
      }),
    close: () => api.close(),
  };
}

export async function request(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const type = response.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    type,
    text: bytes.toString(/json|text|svg/.test(type) ? 'utf8' : 'latin1'),
    location: response.headers.get('location'),
    headers: Object.fromEntries(
      [...response.headers].filter(([name]) => !ofThisAnswer.includes(name)),
    ),
  };
}

const ofThisAnswer = [
  ...['content-type', 'location'],
  ...['date', 'etag', 'content-length', 'x-request-id'],
];

/** Runs `work` for each item, a few at a time: a test's own flood would only queue up. */
export async function each<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
