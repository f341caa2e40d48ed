import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';
import type { Attendance } from './attendance.ts';
import { drainEvent } from './drain.ts';
import { noteWatermark, readEvent, readSnapshot } from './postgres.ts';
import {
  deviceFields,
  eventFields,
  expireAt,
  gateFields,
  replacedCodes,
  ticketText,
  useOf,
} from './redis-shapes.ts';
import { repairEvent } from './refresh.ts';
import { recordRemembered } from './remembered.ts';

/** 5,000 tickets are about 1 MB each way: few round trips, no long stop of Redis. */
const PAGE = 5_000;
/** A draft that nobody finishes (a crash) goes away by itself. */
const DRAFT_SECONDS = 600;
const MAX_ATTEMPTS = 5;

/**
 * Makes an event ready in Redis from PostgreSQL, whatever state it was in: first everything that was
 * decided is recorded, by this server and every other, then the snapshot is built beside the live keys, then one script switches.
 * While an event is not ready no scan is decided, so the snapshot cannot be overtaken; a faster
 * process may have finished meanwhile, then its work stands.
 *
 * @returns no_such_event, or ready
 */
export async function warmEvent(
  door: Door,
  attendance: Attendance,
  eventId: string,
): Promise<'ready' | 'no_such_event'> {
  const end = door.metrics.warmSeconds.startTimer();
  const { redis } = door.redis;
  const keys = eventKeys(eventId);

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const epoch = door.redis.epoch();
    if (epoch === null) throw new Error('the check-in Redis is not connected');
    if (await settleWithReady(door, eventId, epoch)) return 'ready';
    const made = randomUUID();
    const draft = keys.draft(made);
    await redis.set(draft.begun, '1', 'EX', DRAFT_SECONDS);
    // After that: if Redis loses it, the draft is lost too, and no event is ready whose stream nobody follows.
    await redis.sadd(KNOWN_EVENTS, eventId);
    await attendance.gather();
    if ((await drainEvent(door, eventId)) === 'locked') {
      await sleep(100);
      continue;
    }
    await recordRemembered(door, eventId);

    const event = await readEvent(door.pool, eventId);
    if (event === null) return 'no_such_event';
    const counts = await buildDraft(door, eventId, draft);
    const outcome = await commands.commitWarm(
      redis,
      [
        keys.event,
        keys.stream,
        keys.tickets,
        keys.secrets,
        keys.codes,
        keys.uses,
        draft.tickets,
        draft.secrets,
        draft.codes,
        draft.uses,
        keys.gates,
        keys.devices,
        draft.begun,
        keys.changed,
      ],
      [
        epoch,
        expireAt(event),
        JSON.stringify({
          ...eventFields(event),
          made,
          expected: String(counts.expected),
          admitted: String(counts.admitted),
        }),
        JSON.stringify(gateFields(event)),
        JSON.stringify(deviceFields(event)),
      ],
    );
    // Ready: somebody else was faster, and may have read before what we remember was recorded.
    if (outcome !== 'committed') continue;
    door.journal.settle(eventId, made);
    // Once more: somebody may have forgotten the event as finished while it was not ready yet.
    await redis.sadd(KNOWN_EVENTS, eventId);
    await noteWatermark(door.pool, eventId, event.watermark);
    const seconds = end();
    door.logger.info({ eventId, ...counts, outcome, seconds }, 'the event is ready for its door');
    return 'ready';
  }
  throw new Error(`event ${eventId} could not be made ready: its stream does not become empty`);
}

/**
 * The event may have been made ready by another process, which could not know what this one decided
 * before Redis lost it. So that is recorded now, and every use compared with the record: also what a
 * third was about to record while the snapshot was read.
 *
 * @returns false when the event is not ready
 */
async function settleWithReady(door: Door, eventId: string, epoch: string): Promise<boolean> {
  const [readyEpoch, made] = await door.redis.redis.hmget(
    eventKeys(eventId).event,
    'epoch',
    'made',
  );
  if (readyEpoch !== epoch) return false;
  const settled = door.journal.settledWith(eventId);
  if (settled === '' || settled === made) return true;
  await recordRemembered(door, eventId);
  await repairEvent(door, eventId);
  door.journal.settle(eventId, made ?? '');
  return true;
}

async function buildDraft(
  door: Door,
  eventId: string,
  draft: ReturnType<ReturnType<typeof eventKeys>['draft']>,
): Promise<{ expected: number; admitted: number }> {
  const counts = { expected: 0, admitted: 0 };
  for await (const rows of readSnapshot(door.pool, eventId, PAGE)) {
    const tickets: string[] = [];
    const secrets: string[] = [];
    const codes: string[] = [];
    const uses: string[] = [];
    for (const row of rows) {
      tickets.push(row.ticket_id, ticketText(row));
      secrets.push(row.secret.toString('hex'), row.ticket_id);
      codes.push(row.code, row.ticket_id);
      if (row.status === 'valid') counts.expected++;
      const use = useOf(row);
      if (use) {
        uses.push(row.ticket_id, JSON.stringify(use));
        counts.admitted++;
      }
    }
    const pipeline = door.redis.redis
      .pipeline()
      .hset(draft.tickets, ...tickets)
      .hset(draft.secrets, ...secrets)
      .hset(draft.codes, ...codes);
    for (const row of rows) {
      for (const [secret, code] of replacedCodes(row)) {
        pipeline.hsetnx(draft.secrets, secret, row.ticket_id);
        pipeline.hsetnx(draft.codes, code, row.ticket_id);
      }
    }
    if (uses.length > 0) pipeline.hset(draft.uses, ...uses);
    for (const key of [draft.tickets, draft.secrets, draft.codes, draft.uses]) {
      pipeline.expire(key, DRAFT_SECONDS);
    }
    const failed = (await pipeline.exec())?.find(([error]) => error)?.[0];
    if (failed) throw failed;
  }
  return counts;
}
