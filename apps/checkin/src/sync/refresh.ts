import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import { type Lock, withLock } from '../redis/lock.ts';
import {
  type DoorEvent,
  noteWatermark,
  readChanges,
  readEvent,
  readSnapshot,
  type TicketRow,
} from './postgres.ts';
import {
  deviceFields,
  eventFields,
  expireAt,
  gateFields,
  replacedCodes,
  ticketText,
  useOf,
} from './redis-shapes.ts';

/** One script call's worth: about 2 ms in which Redis answers nobody else. */
const CHUNK = 500;
const PAGE = 5_000;
/** A refresh takes milliseconds, the comparison of a large event a second or two. */
const LOCK_WAIT_MS = 10_000;

/**
 * From reading in PostgreSQL to writing in Redis one process at a time: an older reading that is
 * written after a newer one would bring back what was cancelled.
 */
type Reading = { door: Door; eventId: string; epoch: string; lock: Lock };

/** Brings what changed in PostgreSQL since the last time into Redis: tickets, window, gates, devices. */
export async function refreshEvent(door: Door, eventId: string): Promise<void> {
  await exclusively(door, eventId, async (reading) => {
    const { redis } = door.redis;
    const keys = eventKeys(eventId);
    const [[knownEpoch, watermark, ticketTypes], present] = await Promise.all([
      redis.hmget(keys.event, 'epoch', 'watermark', 'ticketTypes'),
      redis.pexpiretime(keys.event),
    ]);
    if (knownEpoch !== reading.epoch || watermark == null) return;

    const drainedUntil = await readDrainedUntil(reading);
    const event = await readEvent(door.pool, eventId);
    if (event === null) return;
    const { watermark: nextWatermark, ...fields } = eventFields(event);
    const leavesAt = expireAt(event, present);
    // Devices first: shutting one out must not wait for thousands of tickets.
    await applyEvent(reading, event, leavesAt, fields);
    const rows = await readChanges(door.pool, eventId, watermark);
    const { unsettled } = await applyRows(reading, rows, drainedUntil);
    // A type's new name stands on all of its tickets.
    if (ticketTypes !== fields.ticketTypes) await sweepTickets(reading, event);
    // Rows come until the watermark is past whatever changed them, so the last time says it.
    if (rows.length > 0) await noteWatermark(door.pool, eventId, event.watermark);
    // Last, so that after a failure above the same changes are read again. Also where the door's own decision was
    // still on the stream, though maybe recorded: the pulse asks again, and by then it is clear which of them counts.
    if (unsettled === 0)
      await applyEvent(reading, event, leavesAt, { watermark: nextWatermark ?? '' });
  });
}

/** Compares every ticket with PostgreSQL and corrects what differs. @returns how many did */
export async function repairEvent(door: Door, eventId: string): Promise<number> {
  const repaired = await exclusively(door, eventId, async (reading) => {
    const event = await readEvent(door.pool, eventId);
    return event === null ? 0 : await sweepTickets(reading, event);
  });
  return repaired ?? 0;
}

async function exclusively<T>(
  door: Door,
  eventId: string,
  work: (reading: Reading) => Promise<T>,
): Promise<T | undefined> {
  const epoch = door.redis.epoch();
  if (epoch === null) return undefined;
  const result = await withLock(door.redis, eventKeys(eventId).refreshLock, LOCK_WAIT_MS, (lock) =>
    work({ door, eventId, epoch, lock }),
  );
  if (result === 'locked') throw new Error(`event ${eventId} is being refreshed for too long`);
  return result;
}

async function sweepTickets(reading: Reading, event: DoorEvent): Promise<number> {
  let changed = 0;
  let drainedUntil = await readDrainedUntil(reading);
  for await (const rows of readSnapshot(reading.door.pool, event.id, PAGE)) {
    changed += (await applyRows(reading, rows, drainedUntil)).changed;
    // For the next page, which is read after this.
    drainedUntil = await readDrainedUntil(reading);
  }
  return changed;
}

/** Must be read before the rows it is applied with. */
async function readDrainedUntil({ door, eventId }: Reading): Promise<string> {
  return String(await commands.drainedUntil(door.redis.redis, [eventKeys(eventId).stream], []));
}

async function applyEvent(
  { door, eventId, epoch, lock }: Reading,
  event: DoorEvent,
  leavesAt: number,
  fields: Record<string, string>,
): Promise<void> {
  const keys = eventKeys(eventId);
  const result = await commands.applyEvent(
    door.redis.redis,
    [
      keys.event,
      keys.gates,
      keys.devices,
      keys.refreshLock,
      keys.tickets,
      keys.secrets,
      keys.codes,
      keys.uses,
      keys.changed,
    ],
    [
      epoch,
      leavesAt,
      JSON.stringify(fields),
      JSON.stringify(gateFields(event)),
      JSON.stringify(deviceFields(event)),
      lock.owner,
    ],
  );
  if (result !== 1) throw new Error(`the refresh of event ${eventId} was overtaken`);
}

async function applyRows(
  { door, eventId, epoch, lock }: Reading,
  rows: TicketRow[],
  drainedUntil: string,
): Promise<{ changed: number; unsettled: number }> {
  const keys = eventKeys(eventId);
  const sum = { changed: 0, unsettled: 0 };
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows
      .slice(at, at + CHUNK)
      .map((row) => [row.ticket_id, ticketText(row), useOf(row) ?? false, replacedCodes(row)]);
    const [changed = -1, unsettled = 0] = (await commands.applyTickets(
      door.redis.redis,
      [
        keys.event,
        keys.tickets,
        keys.secrets,
        keys.codes,
        keys.uses,
        keys.refreshLock,
        keys.changed,
      ],
      [epoch, drainedUntil, JSON.stringify(chunk), lock.owner],
    )) as number[];
    if (changed < 0) throw new Error(`the refresh of event ${eventId} was overtaken`);
    sum.changed += changed;
    sum.unsettled += unsettled;
    await lock.extend();
  }
  return sum;
}
