import { type Claims, withClaims } from '@foyer/db';
import type pg from 'pg';

export const roomKinds = ['totals', 'availability', 'waiting-room'] as const;
export type Room = { kind: (typeof roomKinds)[number]; eventId: string };

export const roomName = ({ kind, eventId }: Room): string => `${kind}:${eventId}`;

export function readRoom(name: string): Room {
  const [prefix, eventId = ''] = name.split(':');
  return { kind: roomKinds.find((kind) => kind === prefix) ?? 'availability', eventId };
}

/** How long an answer to many viewers at once is good for: as long as a message's window. */
const freshMs = 250;
/** A public event that becomes private is served on for this long at most. */
const publicMs = 5_000;

/** What the rooms show, and who may enter: row-level security decides, as for every other reader. */
export function createRooms(pool: pg.Pool) {
  const publicEvents = briefly(publicMs, (eventId) => mayRead(pool, {}, eventId));
  const availability = briefly(freshMs, (eventId) =>
    ask(pool, 'app_private.public_availability($1)', eventId),
  );
  const line = briefly(freshMs, (eventId) =>
    ask(pool, 'app_private.waiting_room_state($1)', eventId),
  );

  return {
    /** Anyone who may see the event page: members, holders of its private link, or everybody. */
    async maySeeEvent(claims: Claims, eventId: string): Promise<boolean> {
      if (await publicEvents(eventId)) return true;
      const isSomebody = Boolean(claims.userId || claims.eventLink);
      return isSomebody && mayRead(pool, claims, eventId);
    },

    /** The event's organization only. */
    async maySeeTotals(claims: Claims, eventId: string): Promise<boolean> {
      if (!claims.userId) return false;
      return withClaims(pool, claims, async (client) => {
        const { rowCount } = await client.query(
          `select from app_public.events
           where id = $1 and org_id in (select app_hidden.my_org_ids('staff'))`,
          [eventId],
        );
        return rowCount === 1;
      });
    },

    /** The message of a room: what its event looks like now. */
    async read({ kind, eventId }: Room): Promise<Record<string, unknown>> {
      if (kind === 'availability') return { eventId, ticketTypes: await availability(eventId) };
      if (kind === 'waiting-room') return { ...((await line(eventId)) as object), eventId };
      const totals = await ask(pool, 'app_private.live_totals($1)', eventId);
      return { eventId, ...inCamelCase(totals as Record<string, unknown> | null) };
    },

    /** The same from the database itself, never from a moment ago. */
    async readFresh(room: Room): Promise<Record<string, unknown>> {
      availability.forget(room.eventId);
      return this.read(room);
    },
  };
}
export type Rooms = ReturnType<typeof createRooms>;

function mayRead(pool: pg.Pool, claims: Claims, eventId: string): Promise<boolean> {
  return withClaims(pool, claims, async (client) => {
    const { rowCount } = await client.query('select from app_public.events where id = $1', [
      eventId,
    ]);
    return rowCount === 1;
  });
}

async function ask(pool: pg.Pool, call: string, eventId: string): Promise<unknown> {
  const { rows } = await pool.query<{ result: unknown }>(`select ${call} as result`, [eventId]);
  return rows[0]?.result ?? null;
}

/** As GraphQL names the same columns: sold_count is soldCount. */
function inCamelCase(row: Record<string, unknown> | null): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** Ten thousand viewers who arrive in one second ask the database a few times, not ten thousand. */
function briefly<T>(ms: number, load: (key: string) => Promise<T>) {
  const known = new Map<string, { value: Promise<T>; until: number }>();
  const get = (key: string): Promise<T> => {
    const entry = known.get(key);
    if (entry && entry.until > performance.now()) return entry.value;
    if (known.size >= 1000) known.clear();
    const value = load(key);
    known.set(key, { value, until: performance.now() + ms });
    value.catch(() => known.delete(key));
    return value;
  };
  return Object.assign(get, { forget: (key: string) => void known.delete(key) });
}
