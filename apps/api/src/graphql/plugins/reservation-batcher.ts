import type { ReservationAnswer, ReservationRequest } from '@foyer/types';

export type HeldReservation = Extract<ReservationAnswer, { outcome: 'held' }> & {
  confirmationNumber: string;
  status: string;
  expiresAt: string | null;
  totalMinor: number;
  currency: string;
};
export type BatchAnswer = HeldReservation | Extract<ReservationAnswer, { outcome: 'refused' }>;

type Waiting = {
  request: ReservationRequest;
  /** When it came, by `performance.now()`. */
  since: number;
  resolve: (answer: BatchAnswer) => void;
  reject: (error: unknown) => void;
};

export type BatchObserver = {
  /** `waits`: seconds that each of its requests spent in the queue before the batch began. */
  onBatch?: (size: number, seconds: number, waits: number[]) => void;
  /** Called once: `oldestSeconds` tells how long the first unanswered request has waited by now. */
  onStart?: (oldestSeconds: () => number) => void;
};

/**
 * 200 requests are about 10 ms in the database: long enough to share one flush of the log, short
 * enough that the next buyer hardly waits.
 */
export const maxBatchSize = 200;

/**
 * Gathers the reservations that arrive while a batch is under way and hands them over together, in the
 * order of arrival: one batch in flight, so buyers queue here instead of on the row they all want.
 *
 * `run` gives one answer per request, in order. When it fails as a whole, the batch is halved until the
 * request that fails is alone; that one is tried once more (a copy of a request that was just stored by
 * another process then finds it) and fails for its own buyer only. A lost connection fails all at once:
 * the outcome is unknown, and the same idempotency key resolves it.
 */
export function createReservationBatcher(
  run: (requests: ReservationRequest[]) => Promise<BatchAnswer[]>,
  observer: BatchObserver = {},
): (request: ReservationRequest) => Promise<BatchAnswer> {
  const queue: Waiting[] = [];
  let isRunning = false;
  /** The batch under way began with the request that has waited longest. */
  let first: Waiting | undefined;
  observer.onStart?.(() => {
    const oldest = first ?? queue[0];
    return oldest ? (performance.now() - oldest.since) / 1000 : 0;
  });

  async function settle(batch: Waiting[], isLastTry = false): Promise<void> {
    try {
      const answers = await run(batch.map(({ request }) => request));
      for (const [i, waiting] of batch.entries()) {
        const answer = answers[i];
        if (answer) waiting.resolve(answer);
        else waiting.reject(new Error('a reservation got no answer'));
      }
    } catch (error) {
      if (isConnectionLoss(error) || (batch.length === 1 && isLastTry)) {
        for (const { reject } of batch) reject(error);
      } else if (batch.length === 1) {
        await settle(batch, true);
      } else {
        const middle = Math.ceil(batch.length / 2);
        await settle(batch.slice(0, middle));
        await settle(batch.slice(middle));
      }
    }
  }

  async function drain(): Promise<void> {
    isRunning = true;
    // Those who asked in the same turn of the event loop go together.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = queue.splice(0, maxBatchSize);
      const started = performance.now();
      first = batch[0];
      await settle(batch);
      first = undefined;
      observer.onBatch?.(
        batch.length,
        (performance.now() - started) / 1000,
        batch.map(({ since }) => (started - since) / 1000),
      );
    }
    isRunning = false;
  }

  return (request) =>
    new Promise((resolve, reject) => {
      queue.push({ request, since: performance.now(), resolve, reject });
      if (!isRunning) void drain();
    });
}

/**
 * No SQLSTATE, or one of class 08 (connection), 53 (resources), 57 (operator intervention), or a lock
 * that was not to be had: halves of the batch would wait for it just as long, one after the other.
 */
function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || /^(08|53|57|55P03)/.test(code);
}
