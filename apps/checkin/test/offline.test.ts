import { createDecipheriv, createHash, createHmac, hkdfSync, randomUUID } from 'node:crypto';
import { loadEventKey } from '@foyer/db';
import { insertEvent, signedTickets, until } from '@foyer/testing';
import { decodeToken, generateEventKey, importPrivateKey, signTicket } from '@foyer/ticket-token';
import type { OfflineListPage, OfflineScanAnswer } from '@foyer/types';
import { answer } from '../src/lambda.ts';
import { eventKeys } from '../src/redis/keys.ts';
import { FOYER_SECRET, openDoor, type TestDevice, type TestDoor, type TestTicket } from './door.ts';

/** What phones decide without a network: the list that they decide by, and telling it later. */
let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const MINUTE = 60_000;
const DAY = 86_400_000;

const only = <T>(list: T[]): T => {
  if (list[0] === undefined) throw new Error('empty');
  return list[0];
};

type Told = Record<string, unknown> & { scanId: string };
/** A scan of some minutes ago, by the phone's own clock. */
const scanned = (
  token: string,
  minutesAgo: number,
  { clockMs = 0, ...overrides }: Record<string, unknown> & { clockMs?: number } = {},
): Told => ({
  scanId: randomUUID(),
  token,
  method: 'scan',
  scannedAt: new Date(Date.now() + clockMs - minutesAgo * MINUTE).toISOString(),
  verdict: 'accepted',
  ...overrides,
});

async function tell(
  device: TestDevice,
  scans: Told[],
  { clockMs = 0, ...overrides }: Record<string, unknown> & { clockMs?: number } = {},
): Promise<OfflineScanAnswer[]> {
  const { status, body } = await door.call(device, 'POST', '/offline-scans', {
    deviceTime: new Date(Date.now() + clockMs).toISOString(),
    scans,
    ...overrides,
  });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body.scans;
}

const recordsOf = async (eventId: string) =>
  (
    await door.db.adminPool.query<{ id: string; verdict: string; conflict: boolean; at: Date }>(
      `select s.id, s.verdict::text, s.is_conflict as conflict, s.scanned_at as at from app_public.scans s
       where s.event_id = $1 order by s.scanned_at`,
      [eventId],
    )
  ).rows;
const checkInsOf = async (eventId: string) =>
  (
    await door.db.adminPool.query<{ scan_id: string }>(
      'select scan_id from app_public.check_ins where event_id = $1 and undone_at is null',
      [eventId],
    )
  ).rows.map((row) => row.scan_id);
const recordedAll = (eventId: string, count: number) =>
  until(async () => (await recordsOf(eventId)).length === count);

describe('telling', () => {
  test('who was let in counts at once, and every other gate knows', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event, 1, ['Zoë Ångström']));
    const device = await door.pair(event, { name: 'Cut off' });
    const scan = scanned(ticket.token, 10);
    expect(await tell(device, [scan])).toEqual([
      {
        scanId: scan.scanId,
        outcome: 'recorded',
        attendeeName: 'Zoë Ångström',
        ticketTypeName: 'Standard',
      },
    ]);
    const refused = await door.scan(await door.pair(event), ticket.token);
    expect(refused.body).toMatchObject({
      verdict: 'already_used',
      firstUse: { deviceName: 'Cut off' },
    });
    expect((await door.call(device, 'GET', '/event')).body.counts.admitted).toBe(1);
    await recordedAll(event.id, 2);
    expect(await checkInsOf(event.id)).toEqual([scan.scanId]);
  });

  test.each([-DAY, 0, DAY])('a clock that is %d ms off changes no time', async (clockMs) => {
    const event = await door.openEvent();
    const tickets = await door.issue(event, 2);
    const device = await door.pair(event);
    const scans = [
      scanned(tickets[0]?.token ?? '', 20, { clockMs }),
      // In the phone's own future: its clock was set back since.
      scanned(tickets[1]?.token ?? '', -30, { clockMs }),
    ];
    const before = Date.now();
    await tell(device, scans, { clockMs });
    await recordedAll(event.id, 2);
    const [first, second] = await recordsOf(event.id);
    expect(Math.abs((first?.at.getTime() ?? 0) - (before - 20 * MINUTE))).toBeLessThan(MINUTE);
    expect(second?.at.getTime()).toBeLessThanOrEqual(Date.now());
    expect(second?.at.getTime()).toBeGreaterThanOrEqual(before - 1);
  });

  test('told twice, it is the same answer and one record', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const [one, other] = [await door.pair(event), await door.pair(event, { name: 'Other' })];
    const [first, second] = [scanned(ticket.token, 10), scanned(ticket.token, 5)];
    const told = [await tell(one, [first, first]), await tell(other, [second])];
    expect(told[1]).toMatchObject([{ outcome: 'duplicate', otherUse: { deviceName: 'Phone 1' } }]);
    expect(await tell(one, [first])).toEqual([told[0]?.[0]]);
    expect(await tell(other, [second])).toEqual(told[1]);
    await recordedAll(event.id, 2);
    expect(await recordsOf(event.id)).toMatchObject([{ conflict: false }, { conflict: true }]);
  });

  test('decided online, and the answer got lost: it counts once, and is no duplicate of itself', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    const scan = scanned(ticket.token, 1);
    await door.scan(device, ticket.token, { scanId: scan.scanId });
    expect(await tell(device, [scan])).toMatchObject([{ outcome: 'recorded' }]);
    expect(await door.scan(device, ticket.token, { scanId: scan.scanId })).toMatchObject({
      body: { verdict: 'replayed', originalVerdict: 'accepted' },
    });
    await recordedAll(event.id, 1);
    expect(await checkInsOf(event.id)).toEqual([scan.scanId]);
  });

  test('the same after Redis has lost its memory', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    const scan = scanned(ticket.token, 1);
    await tell(device, [scan]);
    await recordedAll(event.id, 1);
    await door.redis?.flushdb();
    expect(await tell(device, [scan])).toMatchObject([{ outcome: 'recorded' }]);
    expect(await checkInsOf(event.id)).toEqual([scan.scanId]);
    expect(await recordsOf(event.id)).toMatchObject([{ conflict: false }]);
  });

  test('refused online, let in offline under the same id: it is an admission, and staff see it', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const [device, other] = [await door.pair(event), await door.pair(event, { name: 'Other' })];
    await door.scan(other, ticket.token);
    const scan = scanned(ticket.token, 0);
    expect(await door.scan(device, ticket.token, { scanId: scan.scanId })).toMatchObject({
      body: { verdict: 'already_used' },
    });
    expect(await tell(device, [scan])).toMatchObject([
      { outcome: 'duplicate', otherUse: { deviceName: 'Other' } },
    ]);
    await until(async () =>
      (await recordsOf(event.id)).some(({ id, conflict }) => id === scan.scanId && conflict),
    );
    expect(await checkInsOf(event.id)).not.toContain(scan.scanId);
  });

  test('the earliest counts although it is told last; the door comes to show it', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const [one, other] = [
      await door.pair(event, { name: 'Early' }),
      await door.pair(event, { name: 'Late' }),
    ];
    const [early, late] = [scanned(ticket.token, 30), scanned(ticket.token, 5)];
    await tell(other, [late]);
    await recordedAll(event.id, 1);
    expect(await tell(one, [early])).toMatchObject([
      { outcome: 'duplicate', otherUse: { deviceName: 'Late' } },
    ]);
    await until(async () => only(await checkInsOf(event.id)) === early.scanId);
    const shown = await until(async () => {
      const { body } = await door.scan(one, ticket.token);
      return body.firstUse?.deviceName === 'Early' ? body : null;
    });
    expect(shown.verdict).toBe('already_used');
    expect((await door.call(one, 'GET', '/event')).body.counts.admitted).toBe(1);
  });

  test('cancelled, replaced and unknown tickets are told, recorded, and marked', async () => {
    const event = await door.openEvent();
    const [cancelled, replaced, fine] = await door.issue(event, 3);
    const device = await door.pair(event);
    await door.db.adminPool.query(
      `update app_public.tickets set status = 'cancelled', cancelled_at = now() - interval '1 hour' where id = $1`,
      [cancelled?.id],
    );
    await door.db.adminPool.query('update app_public.tickets set version = 2 where id = $1', [
      replaced?.id,
    ]);
    await door.composition.service.sync.refresh(event.id);
    const forged = signTicket(
      {
        secret: new Uint8Array(16).fill(7),
        eventId: event.id,
        validFrom: new Date(0),
        validUntil: new Date('2100-01-01'),
        version: 1,
        keyId: 1,
      },
      importPrivateKey(generateEventKey().privateKey),
    );
    const scans = [cancelled?.token, replaced?.token, forged, 'AAAAA-AAAAA', fine?.token].map(
      (token) => scanned(token ?? '', 5),
    );
    expect((await tell(device, scans)).map(({ outcome }) => outcome)).toEqual([
      'voided',
      'voided',
      'unknown',
      'unknown',
      'recorded',
    ]);
    await recordedAll(event.id, 5);
    expect((await recordsOf(event.id)).filter(({ conflict }) => conflict)).toHaveLength(4);
    // Who holds the new ticket still gets in; who held the cancelled one is inside.
    expect((await checkInsOf(event.id)).toSorted()).toEqual(
      [scans[0]?.scanId, scans[4]?.scanId].toSorted(),
    );
  });

  test('the code of before a ticket changed hands takes no place, typed or scanned', async () => {
    for (const method of ['typed', 'scan'] as const) {
      const event = await door.openEvent();
      const ticket = only(await door.issue(event));
      const device = await door.pair(event);
      await door.asUser(door.user.id, 'select app_public.transfer_ticket($1, $2, $3)', [
        ticket.id,
        'Grace',
        'grace@example.org',
      ]);
      await door.composition.service.sync.refresh(event.id);
      const scan = scanned(method === 'typed' ? ticket.code : ticket.token, 5, { method });
      expect(await tell(device, [scan])).toMatchObject([{ outcome: 'voided' }]);
      await recordedAll(event.id, 1);
      expect(await recordsOf(event.id)).toMatchObject([{ conflict: true }]);
      expect(await checkInsOf(event.id)).toEqual([]);
      const [present] = await signedTickets(door.db.adminPool, event.id, FOYER_SECRET);
      expect((await door.scan(device, present?.token ?? '')).body.verdict).toBe('accepted');
    }
  });

  test('let in offline, and cancelled before it was told: staff see it', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    // After it was let in, and before that was told.
    await door.db.adminPool.query(
      `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
      [ticket.id],
    );
    await door.composition.service.sync.refresh(event.id);
    expect(await tell(device, [scanned(ticket.token, 5)])).toMatchObject([{ outcome: 'voided' }]);
    await recordedAll(event.id, 1);
    expect(await recordsOf(event.id)).toMatchObject([{ conflict: true }]);
  });

  test('taken back after it was told, though the door forgot meanwhile', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event, { canUndo: true });
    const scan = scanned(ticket.token, 5);
    await tell(device, [scan]);
    await recordedAll(event.id, 1);
    await door.redis?.flushdb();
    await until(async () => (await door.call(device, 'GET', '/event')).status === 200);
    await tell(device, [{ ...scan, isUndone: true }]);
    await until(async () => (await checkInsOf(event.id)).length === 0);
    await until(async () => (await door.scan(device, ticket.token)).body.verdict === 'accepted');
  });

  test('what the phone refused is recorded and admits nobody', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    const scan = scanned(ticket.token, 5, { verdict: 'voided' });
    expect(await tell(device, [scan])).toMatchObject([{ outcome: 'recorded' }]);
    expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
    await recordedAll(event.id, 2);
    expect(await recordsOf(event.id)).toMatchObject([
      { id: scan.scanId, verdict: 'voided', conflict: false },
      { verdict: 'accepted', conflict: false },
    ]);
  });

  test('taken back before it was told, the ticket admits; only by who may take back', async () => {
    for (const canUndo of [true, false]) {
      const event = await door.openEvent();
      const ticket = only(await door.issue(event));
      const device = await door.pair(event, { canUndo });
      await tell(device, [scanned(ticket.token, 5, { isUndone: true })]);
      const { body } = await door.scan(device, ticket.token);
      expect(body.verdict).toBe(canUndo ? 'accepted' : 'already_used');
    }
  });

  test('let in with what is no ticket, taken back after it was told: there is nothing to take back, and the phone is rid of it', async () => {
    const event = await door.openEvent();
    const device = await door.pair(event, { canUndo: true });
    const scan = scanned('AAAAA-AAAAA', 5);
    await tell(device, [scan]);
    expect(await tell(device, [{ ...scan, isUndone: true }])).toEqual([
      { scanId: scan.scanId, outcome: 'unknown' },
    ]);
    expect(await door.call(device, 'POST', `/scans/${scan.scanId}/undo`)).toMatchObject({
      status: 409,
      body: { error: { code: 'INVALID_STATE' } },
    });
    await recordedAll(event.id, 1);
    expect(await checkInsOf(event.id)).toEqual([]);
  });

  test('a ticket that was issued a moment ago is known', async () => {
    const event = await door.openEvent();
    const device = await door.pair(event);
    const ticket = only(await door.issue(event));
    expect(await tell(device, [scanned(ticket.token, 1)])).toMatchObject([{ outcome: 'recorded' }]);
  });

  test('fifty fit into one request, over API Gateway too; fifty-one do not', async () => {
    const event = await door.openEvent();
    const tickets = await door.issue(event, 51);
    const device = await door.pair(event);
    const scans = tickets.map(({ token }) => scanned(token, 5, { listVersion: 'x'.repeat(100) }));
    const body = { deviceTime: new Date().toISOString(), scans: scans.slice(0, 50) };
    const direct = await door.call(device, 'POST', '/offline-scans', body);
    expect(direct).toMatchObject({ status: 200 });
    const { statusCode } = await answer(door.composition, {
      rawPath: '/offline-scans',
      headers: { authorization: `Bearer ${device.token}` },
      body: JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { http: { method: 'POST', sourceIp: '127.0.0.1' } },
    });
    expect(statusCode).toBe(200);
    const tooMany = await door.call(device, 'POST', '/offline-scans', { ...body, scans });
    expect(tooMany).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } });
    await recordedAll(event.id, 50);
  });
});

describe('the guest list of a phone', () => {
  async function whole(device: TestDevice): Promise<OfflineListPage> {
    const tickets = new Map<string, OfflineListPage['tickets'][number]>();
    let query = '';
    for (;;) {
      const { status, body } = await door.call(device, 'GET', `/offline-list${query}`);
      if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
      const page = body as OfflineListPage;
      for (const ticket of page.tickets) tickets.set(ticket.id, ticket);
      if (page.isComplete) return { ...page, tickets: [...tickets.values()] };
      query = `?${new URLSearchParams({ version: page.version, ...(page.cursor && { cursor: page.cursor }) })}`;
    }
  }
  const changes = async (device: TestDevice, version: string): Promise<OfflineListPage> =>
    (await door.call(device, 'GET', `/offline-list?version=${version}`)).body;

  function guestOf(ticket: TestTicket, sealed: string): unknown {
    const bytes = Buffer.from(sealed, 'base64url');
    const secret = decodeToken(ticket.token)?.payload.secret ?? new Uint8Array();
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer-offline-guest:1', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString(),
    );
  }

  test('knows what a ticket was shown with before it changed hands, also after a rebuild', async () => {
    const event = await door.openEvent();
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    const before = await whole(device);
    const { secretHash } = only(before.tickets);
    expect(only(before.tickets).replacedHashes).toBeUndefined();
    await door.asUser(door.user.id, 'select app_public.transfer_ticket($1, $2, $3)', [
      ticket.id,
      'Grace',
      'grace@example.org',
    ]);
    const changed = await until(async () => (await changes(device, before.version)).tickets[0]);
    expect(changed).toMatchObject({ id: ticket.id, version: 2, replacedHashes: [secretHash] });
    expect(changed?.secretHash).not.toBe(secretHash);
    await door.redis?.flushdb();
    await until(async () => (await door.call(device, 'GET', '/offline-list')).status === 200);
    expect(only((await whole(device)).tickets).replacedHashes).toEqual([secretHash]);
  });

  test('holds every ticket, and of its guest nothing that can be read without it', async () => {
    const event = await door.openEvent();
    const tickets = await door.issue(event, 1_500, ['Zoë Ångström', 'Ada Lovelace']);
    const device = await door.pair(event);
    await door.scan(device, tickets[1]?.token ?? '');
    const list = await whole(device);
    expect(list.tickets.map(({ id }) => id).toSorted()).toEqual(
      tickets.map(({ id }) => id).toSorted(),
    );
    const [one, two] = tickets.slice(0, 2).map((ticket) => {
      const { payload } = decodeToken(ticket.token) ?? {};
      const secretHash = createHash('sha256')
        .update(payload?.secret ?? '')
        .digest()
        .subarray(0, 16);
      return list.tickets.find((row) => row.secretHash === secretHash.toString('base64url'));
    });
    expect(one).toMatchObject({ id: tickets[0]?.id, version: 1, isCancelled: false });
    expect(one?.use).toBeUndefined();
    expect(two?.use).toMatchObject({ at: expect.any(String) });
    expect(guestOf(only(tickets), one?.guest ?? '')).toEqual(['Zoë Ångström', 'Standard']);
    expect(() => guestOf(only(tickets), two?.guest ?? '')).toThrow();
    const codeHash = createHmac('sha256', Buffer.from(list.event.codeKey, 'base64'))
      .update(only(tickets).code)
      .digest()
      .subarray(0, 16);
    expect(one?.codeHash).toBe(codeHash.toString('base64url'));

    const text = JSON.stringify(list);
    for (const ticket of tickets.slice(0, 2)) {
      expect(text).not.toContain(ticket.code);
      const secret = Buffer.from(decodeToken(ticket.token)?.payload.secret ?? '');
      expect(text).not.toContain(secret.toString('hex'));
      expect(text).not.toContain(secret.toString('base64url'));
    }
    expect(text).not.toMatch(/Ångström|Lovelace|Guest \d|Standard|example\.org/);
  });

  test('then tells what changed: issued, used, taken back, cancelled, told by another phone', async () => {
    const event = await door.openEvent();
    const tickets = await door.issue(event, 5);
    const device = await door.pair(event, { canUndo: true });
    const other = await door.pair(event);
    let { version } = await whole(device);
    const next = async () => {
      const page = await changes(device, version);
      version = page.version;
      return page.tickets;
    };
    const something = () =>
      until(async () => {
        const list = await next();
        return list.length > 0 ? list : null;
      });
    // A change within the same millisecond comes twice rather than never.
    await until(async () => (await next()).length === 0);

    const used = await door.scan(device, tickets[0]?.token ?? '');
    expect(await next()).toMatchObject([{ id: tickets[0]?.id, use: { scanId: used.body.scanId } }]);
    await until(async () => (await next()).length === 0);
    await door.call(device, 'POST', `/scans/${used.body.scanId}/undo`);
    expect((await next()).map(({ id, use }) => [id, use])).toEqual([[tickets[0]?.id, undefined]]);
    await until(async () => (await next()).length === 0);
    const offline = scanned(tickets[1]?.token ?? '', 5);
    await tell(other, [offline]);
    expect(await next()).toMatchObject([{ id: tickets[1]?.id, use: { scanId: offline.scanId } }]);
    await until(async () => (await next()).length === 0);
    await door.db.adminPool.query(
      `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
      [tickets[2]?.id],
    );
    expect(await something()).toMatchObject([{ id: tickets[2]?.id, isCancelled: true }]);
    await until(async () => (await next()).length === 0);
    const issued = only(await door.issue(event));
    expect((await something()).map(({ id }) => id)).toEqual([issued.id]);
  });

  test('a list from before Redis lost its memory is told anew, whole', async () => {
    const event = await door.openEvent();
    const tickets = await door.issue(event, 3);
    const device = await door.pair(event);
    const { version } = await whole(device);
    await door.redis?.flushdb();
    const page = await until(async () => {
      const { status, body } = await door.call(device, 'GET', `/offline-list?version=${version}`);
      return status === 200 ? (body as OfflineListPage) : null;
    });
    expect(page.version.split('.')[0]).not.toBe(version.split('.')[0]);
    expect(page.tickets).toHaveLength(tickets.length);
  });

  test('is of the device’s own event, and only for who is paired', async () => {
    const event = await door.openEvent();
    await door.issue(event, 2);
    const other = await insertEvent(door.db.adminPool, { orgId: door.organization.id });
    await loadEventKey(door.db.adminPool, FOYER_SECRET, other.id);
    const theirs = await door.pair(other);
    expect((await whole(theirs)).tickets).toEqual([]);
    const { version } = await whole(await door.pair(event));
    expect((await changes(theirs, version)).tickets).toEqual([]);
    const nobody = { id: '', token: `${event.id}.${'x'.repeat(43)}` };
    expect((await door.call(nobody, 'GET', '/offline-list')).status).toBe(401);
    const upload = { deviceTime: new Date().toISOString(), scans: [scanned('AAAAA-AAAAA', 1)] };
    expect((await door.call(nobody, 'POST', '/offline-scans', upload)).status).toBe(401);
  });

  test('has no key for codes until it was told one: it is asked for', async () => {
    const event = await door.openEvent();
    await door.issue(event);
    const device = await door.pair(event);
    // As a release before this one made it ready.
    await door.redis?.hdel(eventKeys(event.id).event, 'codeKey');
    expect((await whole(device)).event.codeKey).toMatch(/^[\w+/]{43}=$/);
  });

  test('is not made before the event has a key: codes could be tried out', async () => {
    const event = await door.openEvent();
    const device = await door.pair(event);
    expect(await door.call(device, 'GET', '/offline-list')).toMatchObject({
      status: 503,
      body: { error: { code: 'NOT_READY' } },
    });
    // Whoever issues the first ticket makes it.
    await door.issue(event);
    await until(async () => (await door.call(device, 'GET', '/offline-list')).status === 200);
    expect((await whole(device)).event.codeKey).toMatch(/^[\w+/]{43}=$/);
  });

  test('the organizer sees how old it is and what waits', async () => {
    const event = await door.openEvent();
    await door.issue(event);
    const ticket = only(await door.issue(event));
    const device = await door.pair(event);
    const { version } = await whole(device);
    await door.call(device, 'GET', `/event?list=${version}&waiting=7`);
    const held = () =>
      door.db.adminPool
        .query('select list_made_at, waiting_scan_count from app_public.devices where id = $1', [
          device.id,
        ])
        .then(({ rows }) => rows[0]);
    const noted = await until(async () => {
      const row = await held();
      return row?.waiting_scan_count === 7 ? row : null;
    });
    expect(noted.list_made_at.getTime()).toBe(Number(version.split('.')[1]));
    // Told: that is seen at once.
    await tell(device, [scanned(ticket.token, 1)], { listVersion: version, waitingCount: 6 });
    await until(async () => (await held())?.waiting_scan_count === 6);
  });
});
