import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import {
  type DoorEvent,
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
  ticketText,
  useOf,
} from './redis-shapes.ts';

/** One script call's worth: about 2 ms in which Redis answers nobody else. */
const CHUNK = 500;
const PAGE = 5_000;

/** Brings what changed in PostgreSQL since the last time into Redis: tickets, window, gates, devices. */
export async function refreshEvent(door: Door, eventId: string): Promise<void> {
  const epoch = door.redis.epoch();
  if (epoch === null) return;
  const { redis } = door.redis;
  const keys = eventKeys(eventId);
  const [knownEpoch, watermark, ticketTypes] = await redis.hmget(
    keys.event,
    'epoch',
    'watermark',
    'ticketTypes',
  );
  if (knownEpoch !== epoch || watermark == null) return;

  const drainedUntil = await readDrainedUntil(door, eventId);
  const event = await readEvent(door.pool, eventId);
  if (event === null) return;
  const fields = eventFields(event);
  // Devices first: shutting one out must not wait for thousands of tickets.
  const { watermark: nextWatermark, ...rest } = fields;
  await applyEvent(door, epoch, event, rest);
  const rows = await readChanges(door.pool, eventId, watermark);
  await applyRows(door, epoch, event, rows, drainedUntil);
  // A type's new name stands on all of its tickets.
  if (ticketTypes !== fields.ticketTypes) await sweepTickets(door, event, epoch);
  // Last, so that a failure above reads the same changes again.
  await applyEvent(door, epoch, event, { watermark: nextWatermark ?? '' });
}

/** Compares every ticket with PostgreSQL and corrects what differs. @returns how many did */
export async function repairEvent(door: Door, eventId: string): Promise<number> {
  const epoch = door.redis.epoch();
  const event = await readEvent(door.pool, eventId);
  if (epoch === null || event === null) return 0;
  return await sweepTickets(door, event, epoch);
}

async function sweepTickets(door: Door, event: DoorEvent, epoch: string): Promise<number> {
  let changed = 0;
  let drainedUntil = await readDrainedUntil(door, event.id);
  for await (const rows of readSnapshot(door.pool, event.id, PAGE)) {
    changed += await applyRows(door, epoch, event, rows, drainedUntil);
    // For the next page, which is read after this.
    drainedUntil = await readDrainedUntil(door, event.id);
  }
  return changed;
}

/** Must be read before the rows it is applied with. */
async function readDrainedUntil(door: Door, eventId: string): Promise<string> {
  return String(await commands.drainedUntil(door.redis.redis, [eventKeys(eventId).stream], []));
}

async function applyEvent(
  door: Door,
  epoch: string,
  event: DoorEvent,
  fields: Record<string, string>,
): Promise<void> {
  const keys = eventKeys(event.id);
  await commands.applyEvent(
    door.redis.redis,
    [keys.event, keys.gates, keys.devices],
    [
      epoch,
      expireAt(event),
      JSON.stringify(fields),
      JSON.stringify(gateFields(event)),
      JSON.stringify(deviceFields(event)),
    ],
  );
}

async function applyRows(
  door: Door,
  epoch: string,
  event: DoorEvent,
  rows: TicketRow[],
  drainedUntil: string,
): Promise<number> {
  const keys = eventKeys(event.id);
  let changed = 0;
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = rows
      .slice(at, at + CHUNK)
      .map((row) => [row.ticket_id, ticketText(row), useOf(row) ?? false]);
    const result = Number(
      await commands.applyTickets(
        door.redis.redis,
        [keys.event, keys.tickets, keys.secrets, keys.codes, keys.uses],
        [epoch, drainedUntil, expireAt(event), JSON.stringify(chunk)],
      ),
    );
    if (result < 0) return changed;
    changed += result;
  }
  return changed;
}
