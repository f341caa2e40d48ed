import type pg from 'pg';
import { z } from 'zod';
import type { DecisionEntry } from './journal.ts';

const doorEvent = z.object({
  id: z.uuid(),
  title: z.string(),
  timezone: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  isCancelled: z.boolean(),
  validFrom: z.string(),
  validUntil: z.string(),
  /** Ask for changes since this transaction and none is missed. */
  watermark: z.string(),
  digest: z.string(),
  key: z.object({ id: z.number(), publicKey: z.string(), codeKey: z.string() }).nullable(),
  ticketTypes: z.record(z.string(), z.string()),
  gates: z.array(z.object({ id: z.uuid(), name: z.string() })),
  devices: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      gateId: z.uuid().nullable(),
      canUndo: z.boolean(),
      tokenHash: z.string(),
    }),
  ),
});
export type DoorEvent = z.infer<typeof doorEvent>;

export type TicketRow = {
  ticket_id: string;
  secret: Buffer;
  code: string;
  status: 'valid' | 'cancelled';
  version: number;
  attendee_name: string;
  ticket_type_name: string;
  scan_id: string | null;
  checked_in_at: Date | null;
  gate_name: string | null;
  device_name: string | null;
  /** What it was shown with before it was given to somebody else. */
  replaced: { secret: Buffer; code: string }[];
};

export type RecordOutcome =
  | 'recorded'
  | 'conflict'
  | 'duplicate'
  | 'undone'
  | 'nothing_to_undo'
  | 'foreign';

export async function readEvent(pool: pg.Pool, eventId: string): Promise<DoorEvent | null> {
  const { rows } = await pool.query<{ event: unknown }>(
    'select app_private.check_in_event($1) as event',
    [eventId],
  );
  return rows[0]?.event == null ? null : doorEvent.parse(rows[0].event);
}

export async function* readSnapshot(
  pool: pg.Pool,
  eventId: string,
  pageSize: number,
): AsyncGenerator<TicketRow[]> {
  const read = (after: string | null) => {
    const page = pool.query<Omit<TicketRow, 'replaced'>>(
      'select * from app_private.check_in_snapshot($1, $2, $3)',
      [eventId, after, pageSize],
    );
    // Heard of when it is asked for, if it ever is.
    page.catch(() => {});
    return page;
  };
  let page = read(null);
  for (;;) {
    const { rows } = await page;
    const last = rows.length === pageSize ? rows.at(-1) : undefined;
    // On its way while this one is worked on.
    if (last) page = read(last.ticket_id);
    if (rows.length > 0) yield await withReplaced(pool, eventId, rows);
    if (!last) return;
  }
}

export async function readChanges(
  pool: pg.Pool,
  eventId: string,
  since: string,
): Promise<TicketRow[]> {
  const { rows } = await pool.query<Omit<TicketRow, 'replaced'>>(
    'select * from app_private.check_in_changes($1, $2::xid8)',
    [eventId, since],
  );
  return await withReplaced(pool, eventId, rows);
}

/** Read after the tickets: what replaced a code that is missing here comes with the next change. */
async function withReplaced(
  pool: pg.Pool,
  eventId: string,
  tickets: Omit<TicketRow, 'replaced'>[],
): Promise<TicketRow[]> {
  const ids = tickets.filter(({ version }) => version > 1).map(({ ticket_id }) => ticket_id);
  if (ids.length === 0) return tickets.map((ticket) => ({ ...ticket, replaced: [] }));
  const { rows } = await pool.query<{ ticket_id: string; secret: Buffer; code: string }>(
    'select * from app_private.replaced_codes($1, $2)',
    [eventId, ids],
  );
  const replaced = new Map<string, TicketRow['replaced']>(ids.map((id) => [id, []]));
  for (const { ticket_id, ...codes } of rows) replaced.get(ticket_id)?.push(codes);
  return tickets.map((ticket) => ({ ...ticket, replaced: replaced.get(ticket.ticket_id) ?? [] }));
}

/** What the API waits for before it says that the door knows. */
export async function noteWatermark(
  pool: pg.Pool,
  eventId: string,
  watermark: string,
): Promise<void> {
  await pool.query('select app_private.note_door_watermark($1, $2::xid8)', [eventId, watermark]);
}

export async function readPulse(
  pool: pg.Pool,
  watched: { eventId: string; watermark: string }[],
): Promise<{ event_id: string; has_changes: boolean; digest: string | null }[]> {
  const { rows } = await pool.query(
    'select * from app_private.check_in_pulse($1::uuid[], $2::text[]::xid8[])',
    [watched.map((w) => w.eventId), watched.map((w) => w.watermark)],
  );
  return rows;
}

export async function readCounts(
  pool: pg.Pool,
  eventId: string,
): Promise<{ expected: number; admitted: number }> {
  const { rows } = await pool.query<{ expected: number; admitted: number }>(
    'select expected::int, admitted::int from app_private.check_in_counts($1)',
    [eventId],
  );
  return rows[0] ?? { expected: 0, admitted: 0 };
}

export async function readUpcomingEvents(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'select e as id from app_private.check_in_events() e',
  );
  return rows.map((row) => row.id);
}

/** @returns one outcome per entry, in their order */
export async function recordDecisions(
  pool: pg.Pool,
  eventId: string,
  entries: DecisionEntry[],
): Promise<RecordOutcome[]> {
  const { rows } = await pool.query<{ outcomes: RecordOutcome[] }>(
    'select app_private.record_check_ins($1, $2) as outcomes',
    [
      eventId,
      JSON.stringify(
        entries.map((entry) => ({
          ...entry,
          at: new Date(entry.at).toISOString(),
          ...(entry.listAt !== undefined && { listAt: new Date(entry.listAt).toISOString() }),
        })),
      ),
    ],
  );
  return rows[0]?.outcomes ?? [];
}

/** What servers of the door hold a lock on while they live; no other number begins with it. */
const SERVER_LOCKS = 0x666f_7965;

/** Held by the session, so that it ends with the connection, whatever ends that. */
export async function holdServerLock(client: pg.Client, server: number): Promise<void> {
  await client.query('select pg_advisory_lock_shared($1, $2)', [SERVER_LOCKS, server]);
}

/** @returns the numbers of the servers that live, as text */
export async function readServerLocks(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ server: string }>(
    `select distinct l.objid::text as server from pg_catalog.pg_locks l
     where l.locktype = 'advisory' and l.classid = $1 and l.objsubid = 2 and l.granted
       and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())`,
    [SERVER_LOCKS],
  );
  return rows.map(({ server }) => server);
}

export async function readTicketOfScan(
  pool: pg.Pool,
  eventId: string,
  scanId: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ id: string | null }>(
    'select app_private.check_in_of_scan($1, $2) as id',
    [eventId, scanId],
  );
  return rows[0]?.id ?? null;
}

/** What a device says it holds for when it has no network. */
export async function noteDeviceList(
  pool: pg.Pool,
  tokenHash: string,
  list: { madeAt: Date | null; waitingCount: number },
): Promise<void> {
  await pool.query('select app_private.note_device_list($1, $2, $3)', [
    Buffer.from(tokenHash, 'hex'),
    list.madeAt,
    list.waitingCount,
  ]);
}
