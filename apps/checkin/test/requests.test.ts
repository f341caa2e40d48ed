import { randomBytes, randomUUID } from 'node:crypto';
import { until } from '@foyer/testing';
import { readEnv } from '../src/env.ts';
import { answer } from '../src/lambda.ts';
import { eventKeys } from '../src/redis/keys.ts';
import { openDoor, type TestDevice, type TestDoor, type TestTicket } from './door.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const only = <T>(list: T[]): T => {
  if (list[0] === undefined) throw new Error('empty');
  return list[0];
};

async function prepared(options: { canUndo?: boolean; count?: number; names?: string[] } = {}) {
  const event = await door.openEvent();
  const tickets = await door.issue(event, options.count ?? 1, options.names);
  const device = await door.pair(event, { canUndo: options.canUndo ?? false });
  return { event, tickets, ticket: only(tickets), device };
}

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${door.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('pairing', () => {
  const newCode = async (eventId: string) =>
    (
      await door.asUser<{ code: string }>(
        door.user.id,
        `select p.pairing_code as code from app_public.create_device_pairing($1, 'Phone') p`,
        [eventId],
      )
    ).code;

  test('a scan is answered under the same headers as everything else', async () => {
    const event = await door.openEvent();
    const device = await door.pair(event);
    const headers = { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' };
    const [scanned, watched] = await Promise.all([
      fetch(`${door.url}/scans`, {
        method: 'POST',
        headers: { ...headers, origin: 'http://localhost:3000', 'x-request-id': 'abcdefgh-1' },
        body: JSON.stringify({ scanId: randomUUID(), token: 'AAAAA-AAAAA', scannedAt: new Date() }),
      }),
      fetch(`${door.url}/event`, { headers: { ...headers, 'x-request-id': 'abcdefgh-1' } }),
    ]);
    expect([scanned.status, watched.status]).toEqual([200, 200]);
    const told = ({ headers }: Response) =>
      Object.fromEntries(
        [...headers].filter(([name]) => !['content-length', 'date'].includes(name)),
      );
    expect(told(scanned)).toEqual(told(watched));
    expect(told(scanned)).toHaveProperty('strict-transport-security');
  });

  test('a code pairs one device, once, however it is typed', async () => {
    const event = await door.openEvent();
    const code = await newCode(event.id);
    const typed = ` ${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase();
    const paired = await post('/pair', JSON.stringify({ code: typed }));
    expect(paired.status).toBe(200);
    expect(await paired.json()).toMatchObject({
      deviceToken: expect.stringMatching(new RegExp(`^${event.id}\\.[\\w-]{43}$`)),
      device: { name: 'Phone', canUndo: false },
      event: { id: event.id, title: 'Soirée' },
      gate: null,
    });
    const again = await post('/pair', JSON.stringify({ code }));
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: { code: 'TOKEN_INVALID' } });
  });

  test('two that type one code at once get one device', async () => {
    const event = await door.openEvent();
    const code = await newCode(event.id);
    const results = await Promise.all(
      [1, 2, 3, 4].map(() => post('/pair', JSON.stringify({ code }))),
    );
    expect(results.map((r) => r.status).sort()).toEqual([200, 400, 400, 400]);
  });

  test('a code older than 15 minutes and one of a revoked device pair nothing', async () => {
    const event = await door.openEvent();
    const old = await newCode(event.id);
    await door.db.adminPool.query(
      `update app_private.device_secrets set pairing_expires_at = now() - interval '1 second'
       where device_id in (select id from app_public.devices where event_id = $1)`,
      [event.id],
    );
    expect((await post('/pair', JSON.stringify({ code: old }))).status).toBe(400);
    const revoked = await newCode(event.id);
    await door.asUser(
      door.user.id,
      `select app_public.revoke_device(id) from app_public.devices where event_id = $1`,
      [event.id],
    );
    expect((await post('/pair', JSON.stringify({ code: revoked }))).status).toBe(400);
  });

  test('only hashes of codes and tokens are stored', async () => {
    const { device } = await prepared();
    const { rows } = await door.db.adminPool.query<{ text: string }>(
      `select s::text as text from app_private.device_secrets s where device_id = $1`,
      [device.id],
    );
    expect(only(rows).text).not.toContain(device.token.split('.')[1]);
    const keys = await door.redis?.keys('*');
    const device2 = device.token.split('.')[1] ?? '?';
    for (const key of keys ?? []) {
      if (!key.endsWith(':devices')) continue;
      expect(JSON.stringify(await door.redis?.hgetall(key))).not.toContain(device2);
    }
  });

  test('the phone has its token, however long the event takes to be made ready', async () => {
    const event = await door.openEvent();
    await door.pair(event);
    const { sync } = door.composition.service;
    const { ensureReady, refresh } = sync;
    const never = () => new Promise<never>(() => {});
    Object.assign(sync, { ensureReady: never, refresh: never });
    try {
      const code = await newCode(event.id);
      const paired = await fetch(`${door.url}/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
        signal: AbortSignal.timeout(30_000),
      });
      expect(paired.status).toBe(200);
    } finally {
      Object.assign(sync, { ensureReady, refresh });
    }
  });

  test('a phone that Redis does not know is not told that it is out while nobody can look it up', async () => {
    const event = await door.openEvent();
    const device = await door.pair(event);
    const status = async () => (await door.call(device, 'GET', '/event')).status;
    await door.redis?.del(eventKeys(event.id).devices);
    await door.db.adminPool.query(
      'revoke execute on function app_private.device_by_token(bytea) from foyer_checkin',
    );
    try {
      expect(await status()).toBe(503);
    } finally {
      await door.db.adminPool.query(
        'grant execute on function app_private.device_by_token(bytea) to foyer_checkin',
      );
    }
    expect(await status()).toBe(200);
  });

  test('guessing codes is slowed down', async () => {
    const second = await door.startServer();
    const guess = async () => {
      const response = await fetch(`${second.url}/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'AAAAAAAA' }),
      });
      return response.status;
    };
    const guesses = (count: number) => Promise.all(Array.from({ length: count }, guess));
    expect(new Set(await guesses(30))).toEqual(new Set([400]));
    // One more a second may be allowed meanwhile.
    await until(async () => (await guesses(10)).includes(429));
    await second.close();
  });
});

describe('who has not proven to be a device', () => {
  const stranger = () => ({
    id: '',
    token: `${randomUUID()}.${randomBytes(32).toString('base64url')}`,
  });
  const from = (address: string, device: TestDevice, path: string, body?: unknown) =>
    fetch(`${door.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${device.token}`,
        'content-type': 'application/json',
        'x-forwarded-for': address,
      },
      body: JSON.stringify(body),
    });

  test('is slowed down with everybody of the network; devices there go on', async () => {
    const { device, ticket } = await prepared();
    const scan = { scanId: randomUUID(), token: ticket.token, scannedAt: new Date().toISOString() };
    const [one, another] = ['2001:db8:1:2::7', '2001:db8:1:2:ffff::8'] as const;
    await until(async () => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => from(one, stranger(), '/sign-off')),
      );
      return answers.some(({ status }) => status === 429);
    });
    const statuses = await Promise.all(
      Array.from(
        { length: 100 },
        async () => (await from(another, stranger(), '/scans', scan)).status,
      ),
    );
    expect(statuses).toContain(503);
    expect((await from(another, device, '/scans', scan)).status).toBe(200);
    expect((await from('2001:db8:1:3::7', stranger(), '/sign-off')).status).toBe(401);
  });

  test('keeps no decision from being recorded', async () => {
    const { event, device, ticket } = await prepared();
    const { adminPool } = door.db;
    const holder = await adminPool.connect();
    await holder.query('begin; lock table app_private.device_secrets in access exclusive mode');
    const waiting = async () =>
      (
        await adminPool.query<{ since: string }>(
          `select query_start::text as since from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query like '%sign_off_device%' order by 1`,
        )
      ).rows;
    let asking: Promise<unknown> = Promise.resolve();
    let scans = 0;
    try {
      await until(async () => {
        await asking;
        asking = Promise.allSettled(
          Array.from({ length: 20 }, () => from('203.0.113.7', stranger(), '/sign-off')),
        );
        const before = await until(async () => {
          const statements = await waiting();
          return statements.length > 1 && statements;
        });
        await door.scan(device, ticket.token);
        scans++;
        await until(async () => {
          const { rowCount } = await adminPool.query(
            'select from app_public.scans where event_id = $1',
            [event.id],
          );
          return rowCount === scans;
        });
        // The same still wait: nothing had to end before it was recorded.
        return JSON.stringify(await waiting()) === JSON.stringify(before);
      });
    } finally {
      await holder.query('rollback');
      holder.release();
      await asking;
    }
  });
});

test('a device that signs off is out for good', async () => {
  const { ticket, device } = await prepared();
  expect((await door.call(device, 'POST', '/sign-off')).status).toBe(200);
  await until(async () => (await door.scan(device, ticket.token)).status === 401);
  expect((await door.call(device, 'POST', '/sign-off')).status).toBe(401);
});

describe('undo', () => {
  test('takes an admission back, is recorded, and the ticket admits again', async () => {
    const { event, ticket, device } = await prepared({ canUndo: true });
    const scanId = randomUUID();
    await door.scan(device, ticket.token, { scanId });
    expect((await door.call(device, 'POST', `/scans/${scanId}/undo`)).body).toEqual({
      outcome: 'undone',
    });
    // Asked twice, undone once.
    expect((await door.call(device, 'POST', `/scans/${scanId}/undo`)).status).toBe(200);
    expect((await door.call(device, 'GET', '/event')).body.counts.admitted).toBe(0);
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
    // The undo of the first scan does not touch the second.
    await door.call(device, 'POST', `/scans/${scanId}/undo`);
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('already_used');
    const { rows } = await until(async () => {
      const result = await door.db.adminPool.query(
        `select scan_id, undone_at is not null as is_undone, undone_by_device_id from app_public.check_ins
         where event_id = $1 order by checked_in_at`,
        [event.id],
      );
      return result.rows.length === 2 ? result : null;
    });
    expect(rows[0]).toEqual({
      scan_id: scanId,
      is_undone: true,
      undone_by_device_id: device.id,
    });
    expect(rows[1].is_undone).toBe(false);
  });

  test('is refused to a device that may not, and to a scan that admitted nobody', async () => {
    const { ticket, device } = await prepared();
    const scanId = randomUUID();
    await door.scan(device, ticket.token, { scanId });
    const refused = await door.call(device, 'POST', `/scans/${scanId}/undo`);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } });
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('already_used');

    const may = (await prepared({ canUndo: true })).device;
    expect((await door.call(may, 'POST', `/scans/${randomUUID()}/undo`)).status).toBe(409);
  });

  test('from the dashboard lets the ticket in again', async () => {
    const { event, ticket, device } = await prepared();
    await door.scan(device, ticket.token);
    const { id } = await until(async () => {
      const { rows } = await door.db.adminPool.query<{ id: string }>(
        'select id from app_public.check_ins where event_id = $1',
        [event.id],
      );
      return rows[0];
    });
    await door.asUser(door.user.id, 'select app_public.undo_check_in($1)', [id]);
    await until(async () => (await door.call(device, 'GET', '/event')).body.counts.admitted === 0);
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
  });

  test('works after Redis lost the answer', async () => {
    const { event, ticket, device } = await prepared({ canUndo: true });
    const scanId = randomUUID();
    await door.scan(device, ticket.token, { scanId });
    await until(async () => {
      const { rows } = await door.db.adminPool.query(
        'select from app_public.check_ins where event_id = $1',
        [event.id],
      );
      return rows.length === 1;
    });
    await door.redis?.flushdb();
    await until(
      async () => (await door.call(device, 'POST', `/scans/${scanId}/undo`)).status === 200,
    );
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
  });
});

describe('guests', () => {
  test('are found by name, also misspelt, by code, by e-mail, with what they did', async () => {
    const { ticket, device } = await prepared({
      count: 3,
      names: ['Zoë Kowalczyk', 'Amélie Dubois', 'Jörg Kowalski'],
    });
    const names = async (query: string) =>
      (
        await door.call(device, 'GET', `/guests?query=${encodeURIComponent(query)}`)
      ).body.guests.map((guest: { attendeeName: string }) => guest.attendeeName);
    expect(await names('kowal')).toEqual(['Zoë Kowalczyk', 'Jörg Kowalski'].sort());
    expect((await names('kowalchyk'))[0]).toBe('Zoë Kowalczyk');
    expect(await names('guest2@exa')).toEqual(['Amélie Dubois']);
    expect(await names(`${ticket.code.slice(0, 5)}-${ticket.code.slice(5)}`)).toContain(
      'Zoë Kowalczyk',
    );
    expect(await names('nobody of that name')).toEqual([]);
    expect(await names('%%')).toEqual([]);

    const before = await door.call(device, 'GET', '/guests?query=Zo%C3%AB');
    expect(only<unknown>(before.body.guests)).toMatchObject({
      emailHint: 'g…@example.org',
      ticketTypeName: 'Standard',
      status: 'valid',
      checkedInAt: null,
    });
    await door.scan(device, ticket.code, { method: 'search' });
    const after = await door.call(device, 'GET', '/guests?query=Zo%C3%AB');
    expect(only<{ checkedInAt: string }>(after.body.guests).checkedInAt).toMatch(/^20/);
  });

  test('come 20 at most', async () => {
    const { device } = await prepared({ count: 30 });
    expect((await door.call(device, 'GET', '/guests?query=Guest')).body.guests).toHaveLength(20);
  });
});

test('the event tells its name, its zone, its counts and who the device is', async () => {
  const { event, device, ticket } = await prepared({ count: 4, canUndo: true });
  await door.scan(device, ticket.token);
  const { body } = await door.call(device, 'GET', '/event');
  expect(body).toMatchObject({
    event: { id: event.id, title: 'Soirée', timezone: 'Europe/Berlin', isCancelled: false },
    device: { id: device.id, name: 'Phone 1', canUndo: true, gate: null },
    gates: [],
    counts: { expected: 4, admitted: 1 },
  });
  expect(Math.abs(Date.parse(body.serverTime) - Date.now())).toBeLessThan(60_000);
});

describe('bad input gets a coded error and changes nothing', () => {
  let device: TestDevice;
  let ticket: TestTicket;
  beforeAll(async () => {
    ({ device, ticket } = await prepared());
  });
  const authorization = () => ({ authorization: `Bearer ${device.token}` });
  const request = (overrides: Record<string, unknown>) =>
    JSON.stringify({
      scanId: randomUUID(),
      token: ticket.token,
      scannedAt: new Date().toISOString(),
      ...overrides,
    });

  test.each([
    ['not JSON', '{"scanId":'],
    ['a JSON string', '"hello"'],
    ['null', 'null'],
    ['an array', '[]'],
    ['nothing', ''],
    ['a scan id that is none', scanBody({ scanId: "'; drop table scans" })],
    ['no token', scanBody({ token: undefined })],
    ['a token that is an object', scanBody({ token: { $ne: 1 } })],
    ['a long token', scanBody({ token: 'A'.repeat(2000) })],
    ['a gate that is none', scanBody({ gateId: '../../etc/passwd' })],
    ['a method that is none', scanBody({ method: 'magic' })],
    ['a time that is none', scanBody({ scannedAt: 'yesterday' })],
  ])('%s', async (_, body) => {
    const response = await post('/scans', body, authorization());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'INVALID_INPUT', requestId: expect.any(String) },
    });
  });

  test('a body of more than 4 kB', async () => {
    const response = await post('/scans', request({ padding: 'x'.repeat(5000) }), authorization());
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'INVALID_INPUT' } });
  });

  test('a device clock that is a day off changes nothing', async () => {
    const response = await post(
      '/scans',
      request({ scannedAt: '2001-01-01T00:00:00Z', token: 'AAAAA-AAAAA' }),
      authorization(),
    );
    expect((await response.json()) as object).toMatchObject({ verdict: 'unknown' });
  });

  test('no device, an unknown address, a foreign origin', async () => {
    expect((await post('/scans', request({}))).status).toBe(401);
    expect((await fetch(`${door.url}/nowhere`)).status).toBe(404);
    const preflight = (origin: string) =>
      fetch(`${door.url}/scans`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight('http://localhost:3000');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    const foreign = await preflight('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  });

  test('and after all of it the ticket is as good as before', async () => {
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
  });
});

test('a device that floods is slowed down, another is not', async () => {
  const { event, device, ticket } = await prepared();
  const other = await door.pair(event);
  // Sixty at once, and thirty a second.
  await until(async () => {
    const answers = await Promise.all(
      Array.from({ length: 120 }, () => door.scan(device, ticket.token)),
    );
    return answers.some(({ status }) => status === 429);
  });
  expect((await door.scan(other, ticket.token)).status).toBe(200);
});

test('health, metrics and request ids are there', async () => {
  const live = await fetch(`${door.url}/health/live`, {
    headers: { 'x-request-id': 'abcdefgh-1' },
  });
  expect(live.status).toBe(200);
  expect(live.headers.get('x-request-id')).toBe('abcdefgh-1');
  expect((await fetch(`${door.url}/health/ready`)).status).toBe(200);
  const metrics = await (await fetch(`${door.url}/metrics`)).text();
  expect(metrics).toMatch(/foyer_checkin_scan_seconds_count\{.*verdict="accepted"/);
  expect(metrics).toMatch(/foyer_checkin_drain_lag_seconds\{service="checkin"\} \d/);
  expect(metrics).toMatch(/foyer_checkin_poisoned_entries\{service="checkin"\} 0/);
  expect(metrics).toMatch(
    /foyer_http_request_duration_seconds_count\{[^}]*method="POST",route="\/scans",status="200"/,
  );
  expect(metrics).toMatch(/foyer_checkin_warm_seconds_count\{[^}]*\} [1-9]/);
});

test('the Lambda handler decides the same way over the same core', async () => {
  const { device, ticket } = await prepared();
  const call = (path: string, body?: string, isBase64Encoded = false) =>
    answer(door.composition, {
      rawPath: path,
      headers: { authorization: `Bearer ${device.token}` },
      body,
      isBase64Encoded,
      requestContext: {
        http: { method: body === undefined ? 'GET' : 'POST', sourceIp: '203.0.113.7' },
      },
    });
  const scan = JSON.stringify({
    scanId: randomUUID(),
    token: ticket.token,
    scannedAt: new Date().toISOString(),
  });
  const accepted = await call('/scans', Buffer.from(scan).toString('base64'), true);
  expect(accepted.statusCode).toBe(200);
  expect(JSON.parse(accepted.body)).toMatchObject({ verdict: 'accepted', ticketId: ticket.id });
  const replayed = await call('/scans', scan);
  expect(JSON.parse(replayed.body)).toMatchObject({ verdict: 'replayed' });
  expect(JSON.parse((await call('/event')).body).counts.admitted).toBe(1);
  expect((await call('/scans', '{')).statusCode).toBe(400);
  expect((await call('/scans', 'x'.repeat(5000))).statusCode).toBe(413);
  expect((await call('/nowhere')).statusCode).toBe(404);
});

/** Bodies of the table above, which is made before there is a ticket. */
function scanBody(overrides: Record<string, unknown>): string {
  return JSON.stringify({
    scanId: randomUUID(),
    token: 'AAAAA-AAAAA',
    scannedAt: new Date().toISOString(),
    ...overrides,
  });
}

test('behind a PgBouncer the service does not start without a way around it', () => {
  const variables = {
    CHECKIN_DATABASE_URL: 'postgres://foyer_checkin@pooler/foyer',
    CHECKIN_REDIS_URL: 'redis://redis',
    PUBLIC_WEB_URL: 'https://tickets.example',
  };
  expect(readEnv(variables)).toMatchObject({ CHECKIN_DATABASE_IS_POOLED: false });
  expect(() => readEnv({ ...variables, CHECKIN_DATABASE_IS_POOLED: 'true' })).toThrow(
    'CHECKIN_LISTEN_DATABASE_URL',
  );
});
