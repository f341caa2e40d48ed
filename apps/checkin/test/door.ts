import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createTestDatabase,
  createTestRedis,
  insertEvent,
  insertOrganization,
  insertUser,
  type SignedTicket,
  signedTickets,
  type TestDatabase,
  type TestEvent,
  until,
} from '@foyer/testing';
import type { ScanAnswer } from '@foyer/types';
import { type Composition, compose } from '../src/composition.ts';
import type { CheckinEnv } from '../src/env.ts';
import { createApp } from '../src/http/app.ts';

export const FOYER_SECRET = 'a secret of the tests, long enough for anybody';

export type TestTicket = SignedTicket;
export type TestDevice = { id: string; token: string };
export type Answered = { status: number; body: ScanAnswer & { error?: { code: string } } };

export type TestDoor = Awaited<ReturnType<typeof openDoor>>;

/** A check-in service as in production, on a database and a Redis of its own, reached over HTTP. */
export async function openDoor(
  options: { redisUrl?: string; db?: TestDatabase; variables?: Partial<CheckinEnv> } = {},
) {
  const db = options.db ?? (await createTestDatabase());
  const ownRedis = options.redisUrl ? null : await createTestRedis('checkin');
  const env: CheckinEnv = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'fatal',
    HOST: '127.0.0.1',
    CHECKIN_PORT: 0,
    CHECKIN_DATABASE_URL: db.urls.checkin,
    CHECKIN_DATABASE_IS_POOLED: false,
    CHECKIN_REDIS_URL: options.redisUrl ?? ownRedis?.url ?? '',
    PUBLIC_WEB_URL: 'http://localhost:3000',
    ...options.variables,
  };
  const servers: { composition: Composition; close: () => Promise<void> }[] = [];

  /** Another process of the service, as far as it can be told from outside. */
  async function startServer(isSyncing = true, variables: Partial<CheckinEnv> = {}) {
    const own = { ...env, ...variables };
    const composition = compose(own);
    await until(() => composition.redis.epoch(), { what: 'the connection to Redis' });
    if (isSyncing) {
      await composition.service.sync.start(
        own.CHECKIN_LISTEN_DATABASE_URL ?? own.CHECKIN_DATABASE_URL,
      );
    }
    const app = createApp({ ...composition, publicWebUrl: env.PUBLIC_WEB_URL });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let isClosed = false;
    const close = async () => {
      if (isClosed) return;
      isClosed = true;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await composition.close();
    };
    servers.push({ composition, close });
    return { url, app: app.app, composition, close };
  }

  const user = await insertUser(db.adminPool);
  const organization = await insertOrganization(db.adminPool, { members: { [user.id]: 'owner' } });
  const main = await startServer();

  const scan = (
    device: TestDevice,
    token: string,
    overrides: { scanId?: string; method?: string; gateId?: string; url?: string } = {},
  ): Promise<Answered> => {
    const { url = main.url, ...body } = overrides;
    return call(url, device, 'POST', '/scans', {
      scanId: randomUUID(),
      token,
      scannedAt: new Date().toISOString(),
      ...body,
    });
  };

  async function asUser<T>(userId: string, text: string, values: unknown[]): Promise<T> {
    const client = await db.pools.api.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
        [userId],
      );
      const { rows } = await client.query(text, values);
      await client.query('commit');
      return rows[0] as T;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    db,
    env,
    redis: ownRedis?.redis,
    url: main.url,
    app: main.app,
    composition: main.composition,
    organization,
    user,
    startServer,
    asUser,

    /** An event that is on now: its window is open. */
    openEvent: (overrides: { orgId?: string; startsAt?: Date; endsAt?: Date } = {}) =>
      insertEvent(db.adminPool, {
        orgId: organization.id,
        startsAt: new Date(Date.now() - 3_600_000),
        ...overrides,
      }),

    /** Tickets of one confirmed registration. */
    issue: (event: TestEvent, count = 1, names: string[] = []) =>
      issueTickets(db, event, count, names),

    async pair(
      event: TestEvent,
      options: { canUndo?: boolean; gateId?: string; userId?: string; name?: string } = {},
      /** False: the phone goes on at once, as phones do. */
      isAwaited = true,
    ): Promise<TestDevice> {
      const { id, code } = await asUser<{ id: string; code: string }>(
        options.userId ?? user.id,
        `select (p.device).id, p.pairing_code as code
         from app_public.create_device_pairing($1, $2, $3, $4) p`,
        [event.id, options.name ?? 'Phone 1', options.gateId ?? null, options.canUndo ?? false],
      );
      const { pair, sync } = main.composition.service;
      const pairing = await pair(code);
      if (pairing === null) throw new Error('the pairing code was refused');
      if (isAwaited) {
        await sync.ensureReady(event.id);
        await sync.refresh(event.id);
      }
      return { id, token: pairing.deviceToken };
    },

    scan,

    /** As a phone does it: the same scan until there is a verdict, which may have been made for a lost answer. */
    verdictOf(device: TestDevice, token: string, url?: string) {
      const scanId = randomUUID();
      return until(
        async () => {
          const answer = await scan(device, token, { scanId, url });
          return answer.status === 200 ? originalVerdictOf(answer.body) : null;
        },
        { what: 'a verdict' },
      );
    },

    call: (device: TestDevice, method: string, path: string, body?: unknown, url = main.url) =>
      call(url, device, method, path, body),

    async close() {
      for (const server of servers) await server.close();
      await ownRedis?.close();
      if (!options.db) await db.close();
    },
  };
}

/** What was decided about a scan, whether this is the first answer to it or a later one. */
export const originalVerdictOf = (answer: ScanAnswer) => answer.originalVerdict ?? answer.verdict;

async function call(
  url: string,
  device: TestDevice,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, read by the tests that know them
): Promise<{ status: number; body: any }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function issueTickets(
  db: TestDatabase,
  event: TestEvent,
  count: number,
  names: string[],
): Promise<TestTicket[]> {
  const registrationId = randomUUID();
  const typeId = Object.values(event.ticketTypes)[0];
  const ids: string[] = [];
  const client = await db.adminPool.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into app_public.registrations (id, org_id, event_id, status, buyer_name, buyer_email, total_minor,
         currency, idempotency_key, request_fingerprint, confirmed_at)
       values ($1, $2, $3, 'confirmed', 'Grace Hopper', 'grace@example.org', 0, 'EUR', $4, '', now())`,
      [registrationId, event.orgId, event.id, randomUUID()],
    );
    const { rows } = await client.query<{ id: string }>(
      `with issued as (
         insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
         select $1, $2, $3, $4, coalesce(($6::text[])[n], 'Guest ' || n), 'guest' || n || '@example.org'
         from generate_series(1, $5::int) n returning id),
       secrets as (insert into app_private.ticket_secrets (ticket_id) select id from issued)
       select id from issued`,
      [event.orgId, event.id, registrationId, typeId, count, names],
    );
    await client.query('commit');
    ids.push(...rows.map(({ id }) => id));
  } finally {
    client.release();
  }
  const signed = await signedTickets(db.adminPool, event.id, FOYER_SECRET);
  return ids.flatMap((id) => signed.filter((ticket) => ticket.id === id));
}
