import { randomUUID } from 'node:crypto';
import {
  confirm,
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
  until,
  waitsForLock,
} from '@foyer/testing';

let db: TestDatabase;
let event: TestEvent;
let device: string;
beforeAll(async () => {
  db = await createTestDatabase();
  const { id: orgId } = await insertOrganization(db.adminPool);
  event = await insertEvent(db.adminPool, {
    orgId,
    quotas: { event: 1000 },
    maxPerOrder: 100,
    ticketTypes: [{ maxPerOrder: 100 }],
  });
  device = await pair(event);
});
afterAll(() => db.close());

async function pair(of: TestEvent): Promise<string> {
  const { rows } = await db.adminPool.query<{ id: string }>(
    `insert into app_public.devices (org_id, event_id, name, paired_at) values ($1, $2, 'Phone', now()) returning id`,
    [of.orgId, of.id],
  );
  return rows[0]?.id ?? '';
}

async function tickets(quantity: number): Promise<string[]> {
  const held = await reserve(db.pools.api, reservationRequest(event, { quantity }));
  return await confirm(db.adminPool, held.registrationId);
}

type Entry = Record<string, unknown>;
const scan = (ticketId: string | undefined, overrides: Entry = {}): Entry => ({
  kind: 'scan',
  scanId: randomUUID(),
  ticketId,
  verdict: 'accepted',
  method: 'scan',
  deviceId: device,
  at: new Date().toISOString(),
  ...overrides,
});
const undo = (of: Entry): Entry => ({
  kind: 'undo',
  scanId: of.scanId,
  deviceId: device,
  at: new Date().toISOString(),
});
const record = async (entries: Entry[], of = event): Promise<string[]> =>
  (
    await db.pools.checkin.query('select app_private.record_check_ins($1, $2) as outcomes', [
      of.id,
      JSON.stringify(entries),
    ])
  ).rows[0].outcomes;
const statesOf = async (ticketId: string | undefined) =>
  (
    await db.adminPool.query<{ scan_id: string; undone: boolean }>(
      `select scan_id, undone_at is not null as undone from app_public.check_ins
       where ticket_id = $1 order by checked_in_at, scan_id`,
      [ticketId],
    )
  ).rows;
const conflictsOf = async (ticketId: string | undefined) =>
  (
    await db.adminPool.query<{ id: string }>(
      'select id from app_public.scans where ticket_id = $1 and is_conflict',
      [ticketId],
    )
  ).rows.map(({ id }) => id);

test('a batch is recorded in its order: in, out and in again is in', async () => {
  const [ticket] = await tickets(1);
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  const [first, second] = [scan(ticket, { at: at(0) }), scan(ticket, { at: at(2) })];
  expect(await record([first, undo(first), second])).toEqual(['recorded', 'undone', 'recorded']);
  expect(await statesOf(ticket)).toEqual([
    { scan_id: first.scanId, undone: true },
    { scan_id: second.scanId, undone: false },
  ]);
  expect(await conflictsOf(ticket)).toEqual([]);
});

test('one ticket admitted twice in a batch: the first counts, the second is for staff to see', async () => {
  const [ticket, other] = await tickets(2);
  const [first, second] = [scan(ticket), scan(ticket)];
  expect(await record([first, scan(other), second])).toEqual(['recorded', 'recorded', 'conflict']);
  expect(await statesOf(ticket)).toEqual([{ scan_id: first.scanId, undone: false }]);
  expect(await conflictsOf(ticket)).toEqual([second.scanId]);
});

test('an entry that comes twice counts once, in one batch and in two', async () => {
  const [ticket] = await tickets(1);
  const once = scan(ticket);
  expect(await record([once, once])).toEqual(['recorded', 'duplicate']);
  expect(await record([once])).toEqual(['duplicate']);
  expect(await record([undo(once), undo(once)])).toEqual(['undone', 'duplicate']);
  expect(await record([undo(once)])).toEqual(['duplicate']);
  expect(await record([undo(scan(ticket))])).toEqual(['nothing_to_undo']);
});

test('an admission after a cancellation is recorded and marked', async () => {
  const [ticket] = await tickets(1);
  await db.adminPool.query(
    `update app_public.tickets set status = 'cancelled', cancelled_at = now() - interval '1 minute' where id = $1`,
    [ticket],
  );
  const late = scan(ticket);
  expect(await record([late])).toEqual(['recorded']);
  expect(await conflictsOf(ticket)).toEqual([late.scanId]);
});

test('refusals are recorded as such and admit nobody', async () => {
  const [ticket] = await tickets(1);
  const refused = scan(ticket, { verdict: 'already_used' });
  expect(await record([refused, scan(undefined, { verdict: 'unknown' })])).toEqual([
    'recorded',
    'recorded',
  ]);
  expect(await statesOf(ticket)).toEqual([]);
});

test('another event’s ticket, device and scan id are not taken', async () => {
  const [ticket] = await tickets(1);
  const { id: orgId } = await insertOrganization(db.adminPool);
  const other = await insertEvent(db.adminPool, { orgId });
  const mine = scan(ticket);
  await record([mine]);
  expect(await record([mine], other)).toEqual(['foreign']);
  const theirs = scan(ticket);
  expect(await record([theirs], other)).toEqual(['conflict']);
  const { rows } = await db.adminPool.query(
    'select ticket_id, device_id, is_conflict from app_public.scans where id = $1',
    [theirs.scanId],
  );
  expect(rows).toEqual([{ ticket_id: null, device_id: null, is_conflict: true }]);
});

test('what is neither a scan nor an undo is refused whole', async () => {
  const [ticket] = await tickets(1);
  await expect(record([scan(ticket), { ...scan(ticket), kind: 'party' }])).rejects.toMatchObject({
    code: 'FY008',
  });
  expect(await statesOf(ticket)).toEqual([]);
});

test('a batch of five hundred is recorded whole', async () => {
  const many = (await Promise.all(Array.from({ length: 5 }, () => tickets(100)))).flat();
  const entries = many.map((id) => scan(id));
  expect(new Set(await record(entries))).toEqual(new Set(['recorded']));
  expect(new Set(await record(entries))).toEqual(new Set(['duplicate']));
});

describe('offline, phones tell later what they did', () => {
  const at = (minute: number) => new Date(Date.UTC(2030, 0, 1, 19, minute)).toISOString();
  const offline = (ticketId: string | undefined, minute: number, overrides: Entry = {}) =>
    scan(ticketId, { at: at(minute), isOffline: true, version: 1, ...overrides });
  const permutations = <T>(list: T[]): T[][] =>
    list.length < 2
      ? [list]
      : list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));

  test('the earliest counts, of two at once the lower id, in whichever order and batches they come', async () => {
    const wayOf = async (order: number[], isOneBatch: boolean) => {
      const [ticket] = await tickets(1);
      const own = Array.from({ length: 3 }, (): string => randomUUID()).toSorted();
      const entries = [1, 1, 5].map((minute, i) => offline(ticket, minute, { scanId: own[i] }));
      const ordered = order.map((i) => entries[i] as Entry);
      if (isOneBatch) await record(ordered);
      else for (const entry of ordered) await record([entry]);
      return {
        states: (await statesOf(ticket)).map((state) => own.indexOf(state.scan_id)),
        conflicts: (await conflictsOf(ticket)).map((id) => own.indexOf(id)).toSorted(),
      };
    };
    for (const order of permutations([0, 1, 2]))
      for (const isOneBatch of [true, false])
        expect(await wayOf(order, isOneBatch)).toEqual({ states: [0], conflicts: [1, 2] });
  });

  test('an admission that was decided online counts before any of them, and before a later online one', async () => {
    for (const order of permutations([0, 1, 2])) {
      const [ticket] = await tickets(1);
      const entries = [offline(ticket, 1), scan(ticket, { at: at(9) }), offline(ticket, 3)];
      for (const i of order) await record([entries[i] as Entry]);
      expect(await statesOf(ticket)).toEqual([{ scan_id: entries[1]?.scanId, undone: false }]);
      expect(await conflictsOf(ticket)).toHaveLength(2);
      const late = scan(ticket, { at: at(0) });
      expect(await record([late])).toEqual(['conflict']);
    }
  });

  test('the check-in moves to who counts, and the door hears of it', async () => {
    const [ticket] = await tickets(1);
    const [later, earlier] = [offline(ticket, 5), offline(ticket, 2, { listAt: at(0) })];
    const before = await db.adminPool.query<{ now: string }>(
      'select pg_current_xact_id()::text as now',
    );
    expect(await record([later])).toEqual(['recorded']);
    expect(await record([earlier])).toEqual(['recorded']);
    const { rows } = await db.adminPool.query(
      `select c.checked_in_at, c.is_offline, s.is_offline as is_offline_scan, s.list_made_at, t.changed_xact > $2::xid8 as changed,
         (select array_agg(a.action::text order by a.id) from app_public.audit_logs a where a.record_id = c.id) as audited
       from app_public.check_ins c join app_public.scans s on s.id = c.scan_id join app_public.tickets t on t.id = c.ticket_id
       where c.ticket_id = $1`,
      [ticket, before.rows[0]?.now],
    );
    expect(rows).toEqual([
      {
        checked_in_at: new Date(at(2)),
        is_offline: true,
        is_offline_scan: true,
        list_made_at: new Date(at(0)),
        changed: true,
        audited: ['insert', 'update'],
      },
    ]);
  });

  test('told twice it counts once', async () => {
    const [ticket] = await tickets(1);
    const once = offline(ticket, 1);
    expect(await record([once, once])).toEqual(['recorded', 'duplicate']);
    expect(await record([once])).toEqual(['duplicate']);
    expect(await statesOf(ticket)).toHaveLength(1);
  });

  test('refused online, but let in because no answer came: the same scan is an admission, once', async () => {
    const [free, used] = await tickets(2);
    const first = scan(used);
    await record([first]);
    for (const ticket of [free, used]) {
      const scanId = randomUUID();
      const refused = scan(ticket, { scanId, verdict: 'already_used' });
      const letIn = offline(ticket, 1, { scanId });
      expect(await record([refused])).toEqual(['recorded']);
      const isFree = ticket === free;
      expect(await record([letIn])).toEqual([isFree ? 'recorded' : 'conflict']);
      expect(await record([letIn])).toEqual(['duplicate']);
      expect(await record([refused])).toEqual(['duplicate']);
      expect(await conflictsOf(ticket)).toEqual(isFree ? [] : [scanId]);
      expect(await statesOf(ticket)).toEqual([
        { scan_id: isFree ? scanId : first.scanId, undone: false },
      ]);
      const { rows } = await db.adminPool.query(
        'select verdict::text, is_offline from app_public.scans where id = $1',
        [scanId],
      );
      expect(rows).toEqual([{ verdict: 'accepted', is_offline: true }]);
    }
  });

  test('what was taken back before it was told takes no place', async () => {
    for (const order of permutations([0, 1])) {
      const [ticket] = await tickets(1);
      const entries = [offline(ticket, 1, { isUndone: true }), offline(ticket, 5)];
      for (const i of order) expect(await record([entries[i] as Entry])).toEqual(['recorded']);
      expect(await statesOf(ticket)).toEqual([
        { scan_id: entries[0]?.scanId, undone: true },
        { scan_id: entries[1]?.scanId, undone: false },
      ]);
      expect(await conflictsOf(ticket)).toEqual([]);
    }
  });

  test('who shows a ticket that was replaced is told to staff and does not lock out the new one', async () => {
    const [ticket] = await tickets(1);
    await db.adminPool.query('update app_public.tickets set version = 2 where id = $1', [ticket]);
    const [old, current] = [offline(ticket, 1), offline(ticket, 2, { version: 2 })];
    expect(await record([old, current])).toEqual(['conflict', 'recorded']);
    expect(await conflictsOf(ticket)).toEqual([old.scanId]);
    expect(await statesOf(ticket)).toEqual([{ scan_id: current.scanId, undone: false }]);
  });

  test('a refusal is recorded as such', async () => {
    const [ticket] = await tickets(1);
    expect(await record([offline(ticket, 1, { verdict: 'voided' })])).toEqual(['recorded']);
    expect(await statesOf(ticket)).toEqual([]);
  });
});

test('a device tells of the list it holds, and of no other', async () => {
  const other = await pair(event);
  const token = Buffer.from(randomUUID());
  await db.adminPool.query(
    'insert into app_private.device_secrets (device_id, token_hash) values ($1, $2)',
    [device, token],
  );
  const note = (hash: Buffer) =>
    db.pools.checkin.query('select app_private.note_device_list($1, $2, 3)', [
      hash,
      '2030-01-01T19:42:00Z',
    ]);
  await note(token);
  await note(Buffer.from('nobody'));
  const { rows } = await db.adminPool.query(
    'select list_made_at, waiting_scan_count from app_public.devices where id = any ($1) order by id = $2 desc',
    [[device, other], device],
  );
  expect(rows).toEqual([
    { list_made_at: new Date('2030-01-01T19:42:00Z'), waiting_scan_count: 3 },
    { list_made_at: null, waiting_scan_count: 0 },
  ]);
});

test('takes its tickets in their order at once, also where scans and undos take turns: no deadlock with whoever changes them', async () => {
  const [low = '', high = ''] = (await tickets(2)).toSorted();
  const client = await db.adminPool.connect();
  try {
    await client.query('begin');
    await client.query('select from app_public.tickets where id = $1 for update', [low]);
    const first = scan(high);
    const recording = record([first, undo(first), scan(low)]);
    await until(() => waitsForLock(db.adminPool, 'record_check_ins'));
    await client.query('select from app_public.tickets where id = $1 for update', [high]);
    await client.query('commit');
    expect(await recording).toEqual(['recorded', 'undone', 'recorded']);
  } finally {
    client.release();
  }
});

test('a scan in a large event is recorded without reading through its tickets', async () => {
  const [registrationId] = (
    await db.adminPool.query<{ id: string }>(
      'select id from app_public.registrations where event_id = $1 limit 1',
      [event.id],
    )
  ).rows.map(({ id }) => id);
  // Names as long as people's, so that an index of them has a hundred pages and more.
  const { rows } = await db.adminPool.query<{ id: string }>(
    `insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
     select $1, $2, $3, $4, 'Guest with a name of its own ' || n, 'guest@example.org' from generate_series(1, 10000) n returning id`,
    [event.orgId, event.id, registrationId, Object.values(event.ticketTypes)[0]],
  );
  await db.adminPool.query('vacuum analyze');
  const client = await db.pools.checkin.connect();
  const pagesRead = async () => {
    await client.query('select pg_stat_force_next_flush()');
    const { rows: found } = await db.adminPool.query<{ pages: number }>(
      `select (idx_blks_hit + idx_blks_read)::int as pages from pg_statio_all_tables
       where schemaname = 'app_public' and relname = 'tickets'`,
    );
    return found[0]?.pages ?? 0;
  };
  const costs: number[] = [];
  for (const { id } of rows.slice(0, 8)) {
    const before = await pagesRead();
    await client.query('select app_private.record_check_ins($1, $2)', [
      event.id,
      JSON.stringify([scan(id)]),
    ]);
    costs.push((await pagesRead()) - before);
  }
  client.release();
  // Three lookups by id, and two by the keys that point there.
  expect(Math.min(...costs)).toBeLessThan(40);
});
