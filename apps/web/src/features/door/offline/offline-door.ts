import type { Failure } from '@/lib/result';
import type { DoorApi, Held, ScanAnswer, ScanWish, Watch } from '../door-api.ts';
import { bringList } from './bring-list.ts';
import { decideOffline, type OfflineDecision } from './decide.ts';
import {
  type Admission,
  type Disagreement,
  type DoorStore,
  exclusively,
  forgetList,
} from './store.ts';
import { connectStore, isCut } from './store-connection.ts';
import { tellWaiting } from './tell-waiting.ts';

/** While the service is reached, the list is never older than this and a little. */
const LIST_MS = 15_000;
/** After a failure the next try waits, each time longer. */
const RETRY_MS = { first: 2_000, most: 30_000 };
/** Guests wait no longer for a storage that is slow: the service is asked without it. */
const STORAGE_MS = 500;
/** A storage that a large list is just written to may take a second or two; longer, it hangs. */
const HANGS_MS = 5_000;

export type OfflineState = {
  /** Null while the phone holds no whole list. */
  listMadeAt: number | null;
  /** The phone can decide by itself. */
  isArmed: boolean;
  waitingCount: number;
  /** Told since something had waited last; null when nothing was, or it was seen. */
  toldCount: number | null;
  disagreements: Disagreement[];
  lastWatch: Watch | null;
};

const nothing: OfflineState = {
  listMadeAt: null,
  isArmed: false,
  waitingCount: 0,
  toldCount: null,
  disagreements: [],
  lastWatch: null,
};

/** What a door phone does when nobody answers: decides by its list, remembers, and tells later. */
export type OfflineDoor = ReturnType<typeof createOfflineDoor>;

export function createOfflineDoor({ api, eventId }: { api: DoorApi; eventId: string }) {
  let state = nothing;
  const listeners = new Set<() => void>();
  let clockAheadMs = 0;
  let wasReached = false;
  let listVersion: string | null = null;
  const connection = connectStore(eventId, restore);

  function show(change: Partial<OfflineState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  async function withStore<T>(work: (store: DoorStore) => Promise<T>, otherwise: T): Promise<T> {
    if (connection.isClosed()) return otherwise;
    try {
      return await connection.use(work);
    } catch (error) {
      if (!isCut(error)) throw error;
      // A browser that keeps nothing, or not just now, has a door that works online only.
      show({ isArmed: false });
      return otherwise;
    }
  }

  /** @returns null where the storage is slow; what it was about to write is not written later either */
  function promptly<T>(work: (limit: Limit) => Promise<T | null>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const limit: Limit = { isPassed: false, stop: () => true };
      const pass = () => {
        limit.isPassed = true;
        resolve(null);
      };
      const slow = setTimeout(() => {
        if (limit.stop()) pass();
      }, STORAGE_MS);
      const hangs = setTimeout(() => {
        pass();
        show({ isArmed: false });
        // Whatever else waits for it goes on over a new one.
        connection.giveUp();
      }, HANGS_MS);
      work(limit)
        .then(resolve, reject)
        .finally(() => {
          clearTimeout(slow);
          clearTimeout(hangs);
        });
    });
  }

  async function restore(store: DoorStore): Promise<void> {
    const last = await store.get('lastWatch', 'last');
    // What the service said since then is newer.
    if (last && !wasReached) {
      clockAheadMs = last.clockAheadMs;
      show({ lastWatch: last.watch });
    }
    await showStored(store);
  }

  async function showStored(store: DoorStore): Promise<void> {
    const [list, waitingCount, disagreements] = await Promise.all([
      store.get('list', 'held'),
      store.count('waiting'),
      store.getAll('disagreements'),
    ]);
    listVersion = list?.version ?? null;
    const listMadeAt = list?.madeAt ?? null;
    show({ listMadeAt, isArmed: listMadeAt !== null, waitingCount, disagreements });
  }

  // The page shows what is here before anybody asks.
  withStore(async () => {}, undefined).catch(console.warn);

  type Judged = { decision: OfflineDecision; listVersion: string; now: number };

  async function judge(store: DoorStore, wish: ScanWish): Promise<Judged | null> {
    const list = await store.get('list', 'held');
    if (!list?.version) return null;
    const now = Date.now() + clockAheadMs;
    const decision = await decideOffline(store, list, eventId, wish, now);
    return decision && { decision, listVersion: list.version, now };
  }

  /** Together: who is let in is remembered, and told. */
  async function keep(
    store: DoorStore,
    wish: ScanWish,
    { decision, listVersion, now }: Judged,
    gateName: string | null,
    limit: Limit,
  ): Promise<OfflineDecision> {
    if (limit.isPassed) throw new Error('The guest was told something else meanwhile.');
    const { verdict, ticketKey } = decision;
    const transaction = store.transaction(['waiting', 'admissions'], 'readwrite', SAFELY);
    limit.stop = () => stop(transaction);
    const waiting = transaction.objectStore('waiting');
    const written: Promise<unknown>[] = [
      waiting.put({ ...wish, verdict, listVersion, isUndone: false }),
    ];
    if (verdict === 'accepted' && ticketKey) {
      const admission = admissionOf(ticketKey, wish, now, gateName);
      written.push(transaction.objectStore('admissions').put(admission));
    }
    // Counted before it is committed: from then on nothing that fails may undo the decision.
    const [waitingCount] = await Promise.all([waiting.count(), ...written, transaction.done]);
    show({ waitingCount });
    return decision;
  }

  const tell = patiently(() =>
    // Two tabs would tell the same, and one of them what the other takes back.
    exclusively(eventId, () =>
      withStore(async (store) => {
        if ((await store.count('waiting')) === 0) return null;
        const result = await tellWaiting(api, store);
        await showStored(store);
        if (!result.ok) return result.error;
        show({ toldCount: (state.toldCount ?? 0) + result.data });
        return null;
      }, null),
    ),
  );
  let broughtAt = Number.NEGATIVE_INFINITY;
  const bring = patiently(() =>
    withStore(async (store) => {
      if (performance.now() - broughtAt < LIST_MS) return null;
      const result = await bringList(api, store);
      await showStored(store);
      if (!result.ok) return result.error;
      broughtAt = performance.now();
      return null;
    }, null),
  );

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    state: () => state,
    held: (): Held => ({ listVersion, waitingCount: state.waitingCount }),

    /** The service answered: now is the time to tell, and to hear what changed. */
    async reached(watch: Watch): Promise<void> {
      clockAheadMs = Date.parse(watch.serverTime) - Date.now();
      wasReached = true;
      await withStore((store) => store.put('lastWatch', { watch, clockAheadMs }, 'last'), '');
      await tell();
      await bring();
    },

    /** @returns null unless this phone let the ticket in and nobody else knows yet */
    recall: (wish: ScanWish): Promise<OfflineDecision | null> =>
      promptly((limit) =>
        withStore(async (store) => {
          // In the store, for another tab may have let them in.
          if ((await store.count('waiting')) === 0) return null;
          const judged = await judge(store, wish);
          if (judged?.decision.verdict !== 'already_used') return null;
          const { admission } = judged.decision;
          const isUntold = admission && (await store.getKey('waiting', admission.scanId));
          return isUntold ? await keep(store, wish, judged, null, limit) : null;
        }, null),
      ),

    /** @returns null when this phone cannot tell either */
    decide: (wish: ScanWish, gateName: string | null): Promise<OfflineDecision | null> =>
      promptly((limit) =>
        withStore(async (store) => {
          const judged = await judge(store, wish);
          return judged ? await keep(store, wish, judged, gateName, limit) : null;
        }, null),
      ),

    /** The service let them in; the list says so only some seconds later. */
    letIn: (answer: ScanAnswer, wish: ScanWish, gateName: string | null): Promise<void> =>
      withStore(async (store) => {
        if (!answer.ticketId) return;
        const now = Date.now() + clockAheadMs;
        await store.put('admissions', admissionOf(answer.ticketId, wish, now, gateName));
      }, undefined),

    /**
     * Takes an admission back that this phone has not told of yet.
     * @returns false when the service knows of it, or this phone cannot say: the service has to be asked
     */
    takeBack: async (scanId: string): Promise<boolean> => {
      try {
        // What is being told just now has gone when this is done.
        await tell.ended();
        const isTakenBack = await exclusively(eventId, () =>
          promptly((limit) => withStore((store) => takeBackUntold(store, scanId, limit), false)),
        );
        return isTakenBack ?? false;
      } catch (error) {
        console.warn(error);
        return false;
      }
    },

    /** The service took it back: the ticket admits again, also without a network. */
    takenBack: (scanId: string): Promise<void> =>
      withStore(async (store) => {
        const transaction = store.transaction('admissions', 'readwrite');
        await Promise.all([forgetAdmission(transaction.store, scanId), transaction.done]);
      }, undefined),

    /** Somebody has read what was told. */
    seen: (): Promise<void> =>
      withStore(async (store) => {
        await store.clear('disagreements');
        show({ disagreements: [], toldCount: null });
      }, undefined),

    /** The phone was shut out: only what it has to tell stays, for when it is paired again. */
    forget: (): Promise<void> =>
      withStore(async (store) => {
        await forgetList(store);
        await showStored(store);
      }, undefined),

    close: () => connection.close(),
  };
}

/** How long an answer may take, and how what it is about to write is stopped then. */
type Limit = {
  isPassed: boolean;
  /** @returns false when it is being committed: it cannot be stopped any more, and is all but done */
  stop: () => boolean;
};

/** A battery that dies a moment later loses nothing that a guest was let in by. */
const SAFELY = { durability: 'strict' } as const;

function stop(transaction: { abort: () => void }): boolean {
  try {
    transaction.abort();
    return true;
  } catch {
    return false;
  }
}

async function takeBackUntold(store: DoorStore, scanId: string, limit: Limit): Promise<boolean> {
  if (limit.isPassed) return false;
  const transaction = store.transaction(['waiting', 'admissions'], 'readwrite', SAFELY);
  limit.stop = () => stop(transaction);
  const untold = async (): Promise<boolean> => {
    const waiting = await transaction.objectStore('waiting').get(scanId);
    if (!waiting) return false;
    await transaction.objectStore('waiting').put({ ...waiting, isUndone: true });
    await forgetAdmission(transaction.objectStore('admissions'), scanId);
    return true;
  };
  const [isTakenBack] = await Promise.all([untold(), transaction.done]);
  return isTakenBack;
}

/** By its scan, for a ticket that was not on the list yet is kept under another key. */
async function forgetAdmission(
  admissions: {
    getAll: () => Promise<Admission[]>;
    delete: (key: string) => Promise<void>;
  },
  scanId: string,
): Promise<void> {
  for (const { key, scanId: of } of await admissions.getAll())
    if (of === scanId) await admissions.delete(key);
}

const admissionOf = (
  key: string,
  { scanId }: ScanWish,
  now: number,
  gateName: string | null,
): Admission => ({ key, scanId, at: new Date(now).toISOString(), gateName });

/** One run at a time; after a failure not again at once. What fails here is tried at the next chance. */
function patiently(work: () => Promise<Failure | null>) {
  let running: Promise<void> | null = null;
  let waitMs = 0;
  let notBefore = 0;
  async function run(): Promise<void> {
    const failure = await work();
    waitMs = failure ? Math.min(Math.max(waitMs * 2, RETRY_MS.first), RETRY_MS.most) : 0;
    notBefore = performance.now() + waitMs;
  }
  const start = (): Promise<void> => {
    if (running) return running;
    if (performance.now() < notBefore) return Promise.resolve();
    running = run().finally(() => {
      running = null;
    });
    return running;
  };
  return Object.assign(start, { ended: () => running ?? Promise.resolve() });
}
