type Waiting<Request, Answer> = {
  request: Request;
  /** When it came, by `performance.now()`. */
  since: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

type Lane<Request, Answer> = {
  name: string;
  queue: Waiting<Request, Answer>[];
  /** The batches under way, the first one first; its first request has waited longest. */
  underWay: Waiting<Request, Answer>[][];
  /** When the next batch may begin, and when the last one ended, by `performance.now()`. */
  notBefore: number;
  endedAt: number;
};

export type BatcherOptions<Request, Answer> = {
  /**
   * Requests of one lane are answered in the order of arrival, one batch after the other; the halves of one
   * that failed come behind what was sent meanwhile.
   */
  laneOf: (request: Request) => string;
  /** All requests of a lane want the same rows: what one of them cannot lock, none can. */
  lanesShareLocks?: boolean;
  /** One answer per request, in order; all or nothing. */
  run: (requests: Request[], lane: string) => Promise<Answer[]>;
  /** Lanes that may be under way at once: no more than `run` has connections. */
  lanes: number;
  /** Requests in one batch at most. */
  largest?: number;
  /**
   * Milliseconds from the beginning of a batch of several to that of the lane's next, unless `enough` wait
   * already: a batch costs about as much as ten of its requests, and where some come together more will.
   */
  gatherMs?: number;
  /**
   * `run` sends a lane's batches down one connection, one behind the other. The next is then sent while
   * one is under way, if it is large enough and there is a connection for every lane: the database begins with
   * it at once, and not only when this process comes to read the answer before.
   */
  isPipelined?: boolean;
  /** `waits`: seconds that each of its requests had waited when the batch began. */
  onBatch?: (size: number, seconds: number, waits: number[]) => void;
};

export type Batcher<Request, Answer> = {
  /** `since`: when it came, by `performance.now()`, if it has waited elsewhere before. */
  submit(request: Request, since?: number): Promise<Answer>;
  /** How long the oldest request without an answer has waited. */
  oldestSeconds(): number;
};

/**
 * 200 requests are about 20 ms in the database: long enough to share one flush of the log, short
 * enough that the next buyer hardly waits.
 */
export const maxBatchSize = 200;

/** Worth a transaction of their own: where a crowd arrives in one turn of the event loop, these do not wait for the rest. */
export const enough = 32;

/**
 * Worth sending behind a batch that is under way: of 64 who order at a time nearly half, while the rest are
 * answered and come back. Behind a larger one most of its size, or a crowd would go in small batches.
 */
export const enoughToFollow = 28;
const shareToFollow = 0.75;

/**
 * Gathers what arrives while a batch is under way and hands it over together: one round trip, one
 * transaction and one flush of the log for many, and buyers queue here instead of on the row they all
 * want. Lanes take turns: however many want one event, the next buyer of another waits for what is under
 * way, not for them.
 *
 * When a batch fails as a whole it is halved until the request that fails is alone; that one is tried
 * once more (a copy of a request that was just stored by another process then finds it) and fails for
 * its own caller only. A lost connection fails all at once: the outcome is unknown, and the same
 * idempotency key resolves it. So does a lock that was not to be had where all want it.
 */
export function createBatcher<Request, Answer>(
  options: BatcherOptions<Request, Answer>,
): Batcher<Request, Answer> {
  /** Lanes that have something to do, the one whose turn it is first. */
  const lanes = new Map<string, Lane<Request, Answer>>();
  let running = 0;
  let isScheduled = false;
  /** For the lane whose time comes first, of those that gather. */
  let alarm: { at: number; timer: NodeJS.Timeout } | null = null;

  async function settle(
    batch: Waiting<Request, Answer>[],
    lane: string,
    isLastTry = false,
  ): Promise<void> {
    try {
      const answers = await options.run(
        batch.map(({ request }) => request),
        lane,
      );
      // The next batch is on its way before this one's callers are answered: see `runBatch`.
      setImmediate(() => {
        for (const [i, waiting] of batch.entries()) {
          const answer = answers[i];
          if (answer) waiting.resolve(answer);
          else waiting.reject(new Error('a request in a batch got no answer'));
        }
      });
    } catch (error) {
      if (concernsAll(error, options.lanesShareLocks) || (batch.length === 1 && isLastTry)) {
        for (const { reject } of batch) reject(error);
      } else if (batch.length === 1) {
        await settle(batch, lane, true);
      } else {
        const middle = Math.ceil(batch.length / 2);
        await settle(batch.slice(0, middle), lane);
        await settle(batch.slice(middle), lane);
      }
    }
  }

  async function runBatch(lane: Lane<Request, Answer>): Promise<void> {
    const batch = lane.queue.splice(0, options.largest ?? maxBatchSize);
    const started = performance.now();
    lane.notBefore = batch.length > 1 ? started + (options.gatherMs ?? 0) : 0;
    const follows = lane.underWay.push(batch) > 1;
    if (!follows) running += 1;
    await settle(batch, lane.name);
    lane.underWay.splice(lane.underWay.indexOf(batch), 1);
    if (lane.underWay.length === 0) running -= 1;
    // One that was sent behind another began when that ended.
    const began = follows ? Math.max(started, lane.endedAt) : started;
    lane.endedAt = performance.now();
    // Who came meanwhile has its turn first.
    lanes.delete(lane.name);
    lanes.set(lane.name, lane);
    startBatches();
    options.onBatch?.(
      batch.length,
      (performance.now() - began) / 1000,
      batch.map(({ since }) => (began - since) / 1000),
    );
  }

  function wakeAt(at: number): void {
    if (alarm && alarm.at <= at) return;
    clearTimeout(alarm?.timer);
    const wake = () => {
      alarm = null;
      startBatches();
    };
    alarm = { at, timer: setTimeout(wake, Math.max(0, at - performance.now())) };
  }

  function canFollow({ underWay, queue }: Lane<Request, Answer>): boolean {
    const [ahead] = underWay;
    if (!options.isPipelined || !ahead || underWay.length > 1 || lanes.size > options.lanes)
      return false;
    return queue.length >= Math.max(enoughToFollow, ahead.length * shareToFollow);
  }

  function startBatches(): void {
    const now = performance.now();
    for (const lane of lanes.values()) {
      if (lane.underWay.length > 0) {
        if (canFollow(lane)) void runBatch(lane);
        continue;
      }
      if (running >= options.lanes) continue;
      if (lane.notBefore > now && lane.queue.length < enough) {
        wakeAt(lane.notBefore);
        continue;
      }
      if (lane.queue.length > 0) void runBatch(lane);
      else lanes.delete(lane.name);
    }
  }

  return {
    submit: (request, since = performance.now()) =>
      new Promise((resolve, reject) => {
        const name = options.laneOf(request);
        let lane = lanes.get(name);
        if (!lane) {
          lane = { name, queue: [], underWay: [], notBefore: 0, endedAt: 0 };
          lanes.set(name, lane);
        }
        lane.queue.push({ request, since, resolve, reject });
        if (lane.underWay.length > 0) {
          if (canFollow(lane)) void runBatch(lane);
          return;
        }
        if (lane.queue.length >= enough) return startBatches();
        if (isScheduled) return;
        isScheduled = true;
        // Those who ask in the same turn of the event loop go together.
        setImmediate(() => {
          isScheduled = false;
          startBatches();
        });
      }),

    oldestSeconds() {
      const now = performance.now();
      let since = now;
      for (const { underWay, queue } of lanes.values())
        since = Math.min(since, underWay[0]?.[0]?.since ?? queue[0]?.since ?? since);
      return (now - since) / 1000;
    },
  };
}

/** Nobody knows what the database did, or it cannot do anything at the moment. */
function concernsAll(error: unknown, lanesShareLocks = false): boolean {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return true;
  return /^(08|53|57|58|EPIPE)/.test(code) || (lanesShareLocks && code === '55P03');
}
