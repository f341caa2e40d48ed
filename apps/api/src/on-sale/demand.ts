import type { Logger } from '@foyer/runtime';
import type pg from 'pg';

/** What an event asks of the next who wants to order. */
export type SaleGate = { isOpen: boolean; proofBits: number };

const closed: SaleGate = { isOpen: false, proofBits: 0 };
/** How often the database hears of arrivals, and how old what it said may be. */
const tellEveryMs = 1_000;
const freshMs = 2_500;
/** More events at once than this are somebody's random ids; they are not counted. */
const maxEvents = 10_000;

/**
 * Counts who wants to order what, and tells the database once a second; it adds up what all processes
 * saw and decides whether a waiting room opens and how much proof of work is asked for. In memory, so
 * that the thousandth buyer of a second costs nothing more than the first.
 */
export function createDemand({ pool, logger }: { pool: pg.Pool; logger: Logger }) {
  let arrivals = new Map<string, number>();
  const gates = new Map<string, { gate: SaleGate; at: number }>();
  let telling: Promise<void> | null = null;

  async function tell(): Promise<void> {
    const told = arrivals;
    arrivals = new Map();
    if (told.size === 0) return;
    const { rows } = await pool.query<{ states: (SaleGate & { eventId: string })[] }>(
      'select app_private.note_demand($1::jsonb) as states',
      [JSON.stringify([...told].map(([eventId, count]) => ({ eventId, count })))],
    );
    const at = performance.now();
    for (const eventId of told.keys()) gates.set(eventId, { gate: closed, at });
    for (const { eventId, ...gate } of rows[0]?.states ?? []) gates.set(eventId, { gate, at });
  }

  /** Selling goes on with what was last known: the database itself checks who may order. */
  const tellOnce = (): Promise<void> => {
    telling ??= tell()
      .catch((err: unknown) => logger.warn({ err }, 'demand could not be told'))
      .finally(() => {
        telling = null;
      });
    return telling;
  };

  const timer = setInterval(() => {
    const old = performance.now() - freshMs;
    for (const [eventId, { at }] of gates) if (at < old) gates.delete(eventId);
    void tellOnce();
  }, tellEveryMs);
  timer.unref();

  return {
    /** Somebody wants to order; what do we ask of them? Waits for the database only the first time. */
    async arrive(eventId: string): Promise<SaleGate> {
      if (arrivals.has(eventId) || arrivals.size < maxEvents)
        arrivals.set(eventId, (arrivals.get(eventId) ?? 0) + 1);
      if (!gates.has(eventId)) await tellOnce();
      // What was being told may have been counted before this arrival.
      if (!gates.has(eventId)) await tellOnce();
      return gates.get(eventId)?.gate ?? closed;
    },
    stop: () => clearInterval(timer),
  };
}
export type Demand = ReturnType<typeof createDemand>;
