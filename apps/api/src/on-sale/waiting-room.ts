import type { Claims } from '@foyer/db';
import type { Logger, Metrics } from '@foyer/runtime';
import type pg from 'pg';
import { z } from 'zod';
import { createBatcher } from '../batching/batcher.ts';
import { refusal } from '../http/api-error.ts';
import { parseInput } from '../http/parse-input.ts';
import type { Admissions } from './admissions.ts';
import type { Demand } from './demand.ts';
import type { ProofOfWork } from './proof-of-work.ts';

type JoinRequest = {
  eventId: string;
  userId: string | null;
  visitorKey: string;
  eventLink: string | null;
};
type JoinAnswer =
  | { outcome: 'waiting'; place: string; number: number }
  | { outcome: 'not_needed' }
  | { outcome: 'refused'; sqlState: string; message: string; hint: string | null };

export type Joined = { isNeeded: boolean; place: string | null; number: number | null };
export type Claimed = {
  outcome: 'waiting' | 'admitted' | 'expired' | 'not_needed';
  number: number | null;
  admission: string | null;
  until: string | null;
};
export type WaitingRoom = {
  join(caller: Claims, input: unknown): Promise<Joined>;
  claim(input: unknown): Promise<Claimed>;
};

const joinInput = z.object({
  eventId: z.uuid().toLowerCase(),
  visitorKey: z.uuid(),
  proof: z.string().max(100).nullish(),
});
const claimInput = z.object({ eventId: z.uuid().toLowerCase(), place: z.uuid() });

/** Places in line and admissions; the database gives both. */
export function createWaitingRoom(deps: {
  pool: pg.Pool;
  demand: Demand;
  proofOfWork: ProofOfWork;
  admissions: Admissions;
}): WaitingRoom {
  const { pool, demand, proofOfWork, admissions } = deps;
  // Thousands come in the second a line opens: they join as they order, in batches.
  const places = createBatcher<JoinRequest, JoinAnswer>({
    laneOf: ({ eventId }) => eventId,
    lanes: 2,
    lanesShareLocks: true,
    async run(requests) {
      const { rows } = await pool.query<{ answers: JoinAnswer[] }>(
        'select app_private.join_waiting_room($1::jsonb) as answers',
        [JSON.stringify(requests)],
      );
      return rows[0]?.answers ?? [];
    },
  });

  return {
    async join(caller, raw) {
      const input = parseInput(joinInput, raw, 'This is no place to join.');
      const { proofBits } = await demand.arrive(input.eventId);
      proofOfWork.require(input.visitorKey, input.proof, proofBits);
      const answer = await places.submit({
        eventId: input.eventId,
        visitorKey: input.visitorKey,
        userId: caller.userId ?? null,
        eventLink: caller.eventLink ?? null,
      });
      if (answer.outcome === 'refused') throw refusal(answer);
      if (answer.outcome === 'not_needed') return { isNeeded: false, place: null, number: null };
      return { isNeeded: true, place: answer.place, number: answer.number };
    },

    async claim(raw) {
      const { eventId, place } = parseInput(claimInput, raw, 'This is no place in line.');
      const { rows } = await pool.query<{ result: Partial<Claimed> }>(
        'select app_private.claim_admission($1, $2) as result',
        [eventId, place],
      );
      const { outcome, number = null, admission, until = null } = rows[0]?.result ?? {};
      if (!outcome) throw new Error('claim_admission gave no answer');
      return {
        outcome,
        number,
        admission: admission ? admissions.seal(eventId, admission) : null,
        until,
      };
    },
  };
}

/** What everybody in a line is told; see app_private.waiting_room_state. */
export type LineState = { eventId: string; isOpen: boolean } & Record<string, unknown>;
type Advanced = LineState & { isStuck?: boolean };

/**
 * Moves every line once a second and tells those who wait. Each process tries; the database lets one of
 * them move a line at a time, and time decides how far.
 */
export function advanceWaitingRooms(deps: {
  pool: pg.Pool;
  logger: Logger;
  metrics: Metrics;
  tell: (state: LineState) => void;
}): { stop: () => void } {
  const { pool, logger, metrics, tell } = deps;
  const failures = metrics.counter({
    name: 'foyer_waiting_room_advance_failures_total',
    help: 'Times the lines could not be moved; people wait longer than they were told.',
  });
  const waiting = metrics.gauge({
    name: 'foyer_waiting_room_waiting',
    help: 'People in line whose turn has not come, of all events, when this process last moved a line.',
  });
  const open = metrics.gauge({
    name: 'foyer_waiting_room_open',
    help: 'Lines that are open, when this process last moved a line.',
  });
  let isBusy = false;

  async function advance(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const { rows } = await pool.query<{ states: Advanced[] }>(
        'select app_private.advance_waiting_rooms() as states',
      );
      const told = rows[0]?.states ?? [];
      const stuck = told.filter(({ isStuck }) => isStuck);
      failures.inc(stuck.length);
      for (const { eventId } of stuck)
        logger.warn({ eventId }, 'a waiting room could not be moved');
      const states = told.filter(({ isStuck }) => !isStuck);
      open.set(states.filter(({ isOpen }) => isOpen).length);
      waiting.set(
        states.reduce((sum, s) => sum + Number(s.lastNumber) - Number(s.admittedThrough), 0),
      );
      for (const state of states) tell(state);
    } catch (err) {
      failures.inc();
      logger.warn({ err }, 'waiting rooms could not be moved');
    } finally {
      isBusy = false;
    }
  }

  const timer = setInterval(() => void advance(), 1_000);
  return { stop: () => clearInterval(timer) };
}
