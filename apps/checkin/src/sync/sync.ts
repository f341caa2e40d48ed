import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '@foyer/db';
import type { Door } from '../door.ts';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';
import { createAttendance } from './attendance.ts';
import { followStreams } from './drain.ts';
import { forgetFinished } from './forget.ts';
import { readPulse, readUpcomingEvents } from './postgres.ts';
import { reconcileEvent } from './reconcile.ts';
import { refreshEvent } from './refresh.ts';
import { recordAllRemembered } from './remembered.ts';
import { singleFlight } from './single-flight.ts';
import { warmEvent } from './warm.ts';

/** One question for all events; a notification that got lost costs no more than this. */
const PULSE_MS = 1_000;
/** Counting 200,000 tickets takes about 20 ms of PostgreSQL. */
const RECONCILE_MS = 30_000;
/** How soon this server notices that Redis lost its memory; until then others wait for it. */
const ATTEND_MS = 250;
/** Without PostgreSQL a server starts all the same. */
const JOIN_MS = 2_000;
/** Events whose door was set up meanwhile, or whose Redis was flushed with nobody scanning. */
const UPCOMING_MS = 5_000;

export type Sync = {
  /** Resolves when the event can be scanned. Rejects when that cannot be done now. */
  ensureReady(eventId: string): Promise<'ready' | 'no_such_event'>;
  /** Resolves when everything committed before this call is in Redis. */
  refresh(eventId: string): Promise<void>;
  isReady(eventId: string): Promise<boolean>;
  /** False in a Lambda handler, and before and after. */
  isStarted(): boolean;
  /**
   * Starts what runs in the background; a Lambda handler leaves that to the server. Decide nothing before
   * it resolves: the other servers do not know of this one yet.
   */
  start(databaseUrl: string): Promise<void>;
  /** Nothing may be decided any more. */
  stop(): Promise<void>;
};

export function createSync(door: Door): Sync {
  const abort = new AbortController();
  const { signal } = abort;
  const background: Promise<void>[] = [];
  let isStarted = false;
  const attendance = createAttendance(door);
  const ensureReady = singleFlight((eventId) => warmEvent(door, attendance, eventId));
  const { refresh, refreshSoon } = createRefresher(door, signal);

  async function isReady(eventId: string): Promise<boolean> {
    const epoch = door.redis.epoch();
    if (epoch === null) return false;
    return (await door.redis.redis.hget(eventKeys(eventId).event, 'epoch')) === epoch;
  }

  async function readyEvents(): Promise<string[]> {
    const known = await door.redis.redis.smembers(KNOWN_EVENTS);
    const ready = await Promise.all(known.map(isReady));
    return known.filter((_, i) => ready[i]);
  }

  /** An event that cannot be kept in step holds up no other. */
  async function each(
    what: string,
    eventIds: string[],
    work: (eventId: string) => Promise<unknown>,
  ): Promise<void> {
    for (const eventId of eventIds) {
      if (signal.aborted) return;
      try {
        await work(eventId);
      } catch (err) {
        if (!signal.aborted) {
          door.logger.warn({ err, what, eventId }, 'an event could not be kept in step');
        }
      }
    }
  }

  /** Events that changed without a notification reaching us. */
  async function pulse(): Promise<void> {
    const ready = await readyEvents();
    if (ready.length === 0) return;
    const known = new Map<string, { watermark: string; digest: string | null }>();
    await each('pulse', ready, async (eventId) => {
      const [watermark, digest, made] = await door.redis.redis.hmget(
        eventKeys(eventId).event,
        'watermark',
        'digest',
        'made',
      );
      if (watermark != null) known.set(eventId, { watermark, digest: digest ?? null });
      // Another process made it ready, who cannot know what we decided and nobody had recorded.
      const settled = door.journal.settledWith(eventId);
      if (settled !== '' && settled !== made) await ensureReady(eventId);
    });
    const watched = [...known].map(([eventId, { watermark }]) => ({ eventId, watermark }));
    for (const answer of await readPulse(door.pool, watched)) {
      if (answer.has_changes || answer.digest !== known.get(answer.event_id)?.digest) {
        refreshSoon(answer.event_id);
      }
    }
  }

  async function warmUpcoming(): Promise<void> {
    await each('warm', await readUpcomingEvents(door.pool), async (eventId) => {
      if (!(await isReady(eventId))) await ensureReady(eventId);
    });
  }

  async function reconcileAll(): Promise<void> {
    await each('reconcile', await readyEvents(), (eventId) => reconcileEvent(door, eventId));
  }

  async function every(what: string, ms: number, work: () => Promise<void>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      if (door.redis.epoch() !== null) {
        try {
          await work();
          failures = 0;
        } catch (err) {
          // Once is a hiccup of the network; the next turn does the same work.
          if (++failures > 1 && !signal.aborted) door.logger.warn({ err, what, failures }, 'sync');
        }
      }
      const waitMs = failures > 1 ? Math.max(ms, 1_000) : ms;
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  return {
    ensureReady,
    refresh,
    isReady,
    isStarted: () => isStarted && !signal.aborted,
    async start(databaseUrl) {
      isStarted = true;
      const joined = Promise.withResolvers<void>();
      const listener = listen(
        // Sent when tickets or devices of an event change; the payload is its id.
        { databaseUrl, channel: 'foyer_tickets', applicationName: 'foyer-checkin-listen' },
        {
          message: refreshSoon,
          connected: async (client) => {
            await attendance.join(client);
            joined.resolve();
            readyEvents().then(
              (ready) => ready.forEach(refreshSoon),
              () => {},
            );
          },
          // Reported when it lasts: the poll by watermark finds what it would have told.
          trouble: (err) =>
            door.logger.warn({ err }, 'the connection that listens for changes broke'),
        },
      );
      signal.addEventListener('abort', () => background.push(listener.stop()), { once: true });
      background.push(
        followStreams(door, signal),
        every('attendance', ATTEND_MS, attendance.attend),
        every('warm', UPCOMING_MS, warmUpcoming),
        every('pulse', PULSE_MS, pulse),
        every('reconcile', RECONCILE_MS, async () => {
          await reconcileAll();
          await forgetFinished(door.redis.redis);
        }),
      );
      await Promise.race([joined.promise, sleep(JOIN_MS, undefined, { ref: false })]);
    },
    async stop() {
      // While the others still wait for this server.
      await recordAllRemembered(door).catch((err: unknown) => {
        door.logger.warn({ err }, 'some decisions are in Redis only');
      });
      abort.abort();
      await Promise.allSettled(background);
      await attendance.leave().catch(() => {});
    },
  };
}

/** Runs one refresh per event at a time, and one more when something changed during it. */
function createRefresher(door: Door, signal: AbortSignal) {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  function refresh(eventId: string): Promise<void> {
    const present = running.get(eventId);
    if (!present) {
      const run = refreshEvent(door, eventId).finally(() => running.delete(eventId));
      running.set(eventId, run);
      return run;
    }
    // The present run may have read before the caller's change was there: join the next one.
    let next = waiting.get(eventId);
    if (!next) {
      next = present
        .catch(() => {})
        .then(() => {
          waiting.delete(eventId);
          return refresh(eventId);
        });
      waiting.set(eventId, next);
    }
    return next;
  }

  function refreshSoon(eventId: string): void {
    if (signal.aborted || door.redis.epoch() === null) return;
    refresh(eventId).catch((err: unknown) => {
      door.logger.warn({ err, eventId }, 'changes could not be read; they will be read again');
    });
  }

  return { refresh, refreshSoon };
}
