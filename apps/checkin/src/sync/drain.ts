import { setTimeout as sleep } from 'node:timers/promises';
import { killPoint } from '@foyer/runtime';
import type { Door } from '../door.ts';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';
import { withLock } from '../redis/lock.ts';
import { type DecisionEntry, decisionEntry } from './journal.ts';
import { type RecordOutcome, recordDecisions } from './postgres.ts';

/** About 100 ms of work for PostgreSQL: short transactions, few round trips. */
const BATCH = 1_000;
const BLOCK_MS = 250;
/**
 * After several came together the next ones are waited for: ten transactions a second, not hundreds. Each takes a
 * processor from the door for some milliseconds; with fifty a second, one guest in twenty waited for one.
 */
const GATHER_MS = 100;
/** After this long the other events have their turn, however busy this one is. */
const TURN_MS = 1_000;

type StreamEntry = { id: string; decision: DecisionEntry | null; text: string };

/**
 * Moves an event's decisions from its stream to PostgreSQL, oldest first. An entry leaves the stream
 * only after the commit that recorded it, so a crash anywhere repeats it, and `record_check_ins`
 * counts a scan id once. That is also why there is no consumer group: what is on the stream is what
 * is still to do, and one drainer per event (the lock) keeps an undo behind its scan.
 *
 * @param options.isTurn lets entries come together after a batch of several, and ends when others must have their turn
 * @returns empty when nothing is left, more when the turn is over, locked when another process is at it
 */
export async function drainEvent(
  door: Door,
  eventId: string,
  options: { isTurn?: boolean } = {},
): Promise<'empty' | 'more' | 'locked'> {
  const { redis } = door.redis;
  const keys = eventKeys(eventId);
  const began = performance.now();
  return await withLock<'empty' | 'more'>(door.redis, keys.drainLock, 0, async (lock) => {
    for (;;) {
      const batch = (await redis.xrange(keys.stream, '-', '+', 'COUNT', BATCH)).map(parseEntry);
      if (batch.length === 0) return 'empty';
      await recordBatch(door, eventId, batch);
      if (options.isTurn && performance.now() - began > TURN_MS) return 'more';
      if (options.isTurn && batch.length > 1 && batch.length < BATCH) await sleep(GATHER_MS);
      await lock.extend();
    }
  });
}

function parseEntry([id, fields]: [string, string[]]): StreamEntry {
  const text = fields[1] ?? '';
  try {
    return { id, text, decision: decisionEntry.parse(JSON.parse(text)) };
  } catch {
    return { id, text, decision: null };
  }
}

async function recordBatch(door: Door, eventId: string, batch: StreamEntry[]): Promise<void> {
  const readable = batch.filter((entry) => entry.decision !== null);
  const poisoned = batch
    .filter((entry) => entry.decision === null)
    .map((entry) => ({ entry, reason: 'unreadable' }));
  if (readable.length > 0) {
    try {
      const outcomes = await recordDecisions(
        door.pool,
        eventId,
        readable.map((entry) => entry.decision as DecisionEntry),
      );
      killPoint('drain.after-record');
      outcomes.forEach((outcome, i) => {
        door.metrics.recorded.inc({ outcome });
        const entry = readable[i];
        if (entry && isForPeople(outcome)) poisoned.push({ entry, reason: outcome });
        if (entry?.decision) door.journal.forget(eventId, entry.decision);
        if (outcome === 'conflict') {
          door.logger.warn(
            { eventId, scanId: entry?.decision?.scanId },
            'the door admitted a ticket that was used or cancelled elsewhere',
          );
        }
      });
    } catch (err) {
      if (!isAboutData(err)) throw err;
      if (readable.length > 1) {
        // Halves find the entry that breaks the batch in a few steps; all others are recorded.
        const middle = Math.ceil(readable.length / 2);
        await recordBatch(door, eventId, readable.slice(0, middle));
        await recordBatch(door, eventId, readable.slice(middle));
        readable.length = 0;
      } else if (readable[0]) {
        poisoned.push({ entry: readable[0], reason: (err as Error).message });
      }
    }
  }
  const keys = eventKeys(eventId);
  const done = [...readable, ...poisoned.map(({ entry }) => entry)];
  if (done.length === 0) return;
  const transaction = door.redis.redis.multi();
  for (const { entry, reason } of poisoned) {
    door.metrics.recorded.inc({ outcome: 'poisoned' });
    door.logger.error(
      { eventId, entryId: entry.id, reason },
      'a decision of the door could not be recorded',
    );
    transaction.xadd(keys.poison, '*', 'entry', entry.text, 'reason', reason, 'from', entry.id);
  }
  transaction.xdel(keys.stream, ...done.map(({ id }) => id));
  const results = await transaction.exec();
  const failed = results?.find(([error]) => error)?.[0];
  if (failed) throw failed;
}

function isForPeople(outcome: RecordOutcome): boolean {
  return outcome === 'nothing_to_undo' || outcome === 'foreign';
}

/** Wrong data (class 22, 23, our own FY) stays wrong; anything else may work in a moment. */
export function isAboutData(err: unknown): boolean {
  const code = (err as { code?: unknown }).code;
  return typeof code === 'string' && /^(22|23|FY)/.test(code);
}

/** Follows the streams of all known events until `signal` aborts. */
export async function followStreams(door: Door, signal: AbortSignal): Promise<void> {
  const blocking = door.redis.duplicate();
  signal.addEventListener('abort', () => blocking.disconnect());
  let failures = 0;
  while (!signal.aborted) {
    try {
      const events = await door.redis.redis.smembers(KNOWN_EVENTS);
      const waiting = await eventsWithEntries(blocking, events);
      if (waiting.length === 0) {
        if (events.length === 0) await sleep(BLOCK_MS);
        continue;
      }
      // One event that cannot be drained must not hold up the others.
      const results = await Promise.allSettled(
        waiting.map((eventId) => drainEvent(door, eventId, { isTurn: true })),
      );
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      failures = 0;
      if (results.some((r) => r.status === 'fulfilled' && r.value === 'locked')) await sleep(50);
    } catch (err) {
      if (signal.aborted) return;
      failures++;
      if (failures > 1) door.logger.warn({ err, failures }, 'draining does not work at the moment');
      await sleep(Math.min(100 * 2 ** failures, 3_000), undefined, { signal }).catch(() => {});
    }
  }
}

/** Every entry on a stream is still to do, so reading from 0-0 returns at once when there is one. */
async function eventsWithEntries(
  blocking: ReturnType<Door['redis']['duplicate']>,
  events: string[],
): Promise<string[]> {
  if (events.length === 0) return [];
  const streams = new Map(events.map((eventId) => [eventKeys(eventId).stream, eventId]));
  const found = await blocking.xread(
    'COUNT',
    1,
    'BLOCK',
    BLOCK_MS,
    'STREAMS',
    ...streams.keys(),
    ...events.map(() => '0-0'),
  );
  return (found ?? []).map(([stream]) => streams.get(stream) ?? '');
}
