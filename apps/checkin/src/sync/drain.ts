import { setTimeout as sleep } from 'node:timers/promises';
import { killPoint } from '@foyer/runtime';
import type { Door } from '../door.ts';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';
import { type Lock, withLock } from '../redis/lock.ts';
import { type DecisionEntry, decisionEntry } from './journal.ts';
import { type RecordOutcome, recordDecisions } from './postgres.ts';

/** About 100 ms of work for PostgreSQL: short transactions, few round trips. */
const BATCH = 1_000;
const BLOCK_MS = 250;
const TURNS_BLOCK_MS = 20;
/**
 * After several came together the next ones are waited for: ten transactions a second, not hundreds. Each takes a
 * processor from the door for some milliseconds; with fifty a second, one guest in twenty waited for one.
 */
const GATHER_MS = 100;
/** A turn of an event ends after this long, however busy it is: a service that stops waits for it. */
const TURN_MS = 1_000;

type StreamEntry = { id: string; decision: DecisionEntry | null; text: string };

/**
 * Moves an event's decisions from its stream to PostgreSQL, oldest first. An entry leaves the stream
 * only after the commit that recorded it, so a crash anywhere repeats it, and `record_check_ins`
 * counts a scan id once. That is also why there is no consumer group: what is on the stream is what
 * is still to do, and one drainer per event (the lock) keeps an undo behind its scan.
 *
 * @param options.isTurn lets entries come together after a batch of several, and ends after a second
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
      await recordBatch(door, eventId, batch, lock);
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

async function recordBatch(
  door: Door,
  eventId: string,
  batch: StreamEntry[],
  lock: Lock,
): Promise<void> {
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
      if (!isAboutData(err) && (!isTooSlow(err) || readable.length === 1)) throw err;
      if (readable.length > 1) {
        // Halves find the entry that breaks the batch in a few steps; all others are recorded.
        const middle = Math.ceil(readable.length / 2);
        for (const half of [readable.slice(0, middle), readable.slice(middle)]) {
          await lock.extend();
          await recordBatch(door, eventId, half, lock);
        }
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

/** The statement took longer than one may (query_canceled): fewer at once may do. */
export function isTooSlow(err: unknown): boolean {
  return (err as { code?: unknown }).code === '57014';
}

/** Follows the streams of all known events until `signal` aborts; each by itself, so that none holds up another. */
export async function followStreams(door: Door, signal: AbortSignal): Promise<void> {
  const blocking = door.redis.duplicate();
  signal.addEventListener('abort', () => blocking.disconnect());
  const failuresOf = new Map<string, number>();
  /** Events whose turn it is, or that rest after a failure. */
  const turns = new Map<string, Promise<void>>();
  const rest = (failures: number) =>
    sleep(Math.min(100 * 2 ** failures, 3_000), undefined, { signal }).catch(() => {});

  async function takeTurn(eventId: string): Promise<void> {
    try {
      const outcome = await drainEvent(door, eventId, { isTurn: true });
      failuresOf.delete(eventId);
      if (outcome === 'locked') await sleep(50);
    } catch (err) {
      if (signal.aborted) return;
      const failures = (failuresOf.get(eventId) ?? 0) + 1;
      failuresOf.set(eventId, failures);
      if (failures > 1) {
        door.logger.warn({ err, eventId, failures }, 'draining does not work at the moment');
      }
      await rest(failures);
    }
  }

  let failures = 0;
  while (!signal.aborted) {
    try {
      const events = await door.redis.redis.smembers(KNOWN_EVENTS);
      const idle = events.filter((eventId) => !turns.has(eventId));
      // While some have their turn, the others are looked at briefly: a turn that ends is followed by the next.
      const blockMs = turns.size > 0 ? TURNS_BLOCK_MS : BLOCK_MS;
      for (const eventId of await eventsWithEntries(blocking, idle, blockMs)) {
        turns.set(
          eventId,
          takeTurn(eventId).finally(() => turns.delete(eventId)),
        );
      }
      if (idle.length === 0) await Promise.race([...turns.values(), sleep(BLOCK_MS)]);
      failures = 0;
    } catch (err) {
      if (signal.aborted) break;
      failures++;
      if (failures > 1) door.logger.warn({ err, failures }, 'draining does not work at the moment');
      await rest(failures);
    }
  }
  await Promise.all(turns.values());
}

/** Every entry on a stream is still to do, so reading from 0-0 returns at once when there is one. */
async function eventsWithEntries(
  blocking: ReturnType<Door['redis']['duplicate']>,
  events: string[],
  blockMs: number,
): Promise<string[]> {
  if (events.length === 0) return [];
  const streams = new Map(events.map((eventId) => [eventKeys(eventId).stream, eventId]));
  const found = await blocking.xread(
    'COUNT',
    1,
    'BLOCK',
    blockMs,
    'STREAMS',
    ...streams.keys(),
    ...events.map(() => '0-0'),
  );
  return (found ?? []).map(([stream]) => streams.get(stream) ?? '');
}
