import type { Failure } from '@/lib/result';
import type { DoorApi, Held, ScanAnswer, ScanWish, Watch } from '../door-api.ts';
import { bringList } from './bring-list.ts';
import { decideOffline, type OfflineDecision } from './decide.ts';
import {
  type Admission,
  type Disagreement,
  type DoorStore,
  forgetList,
  openStore,
} from './store.ts';
import { tellWaiting } from './tell-waiting.ts';

/** While the service is reached, the list is never older than this and a little. */
const LIST_MS = 15_000;
/** After a failure the next try waits, each time longer. */
const RETRY_MS = { first: 2_000, most: 30_000 };

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
  let listVersion: string | null = null;
  let isClosed = false;
  // A browser that keeps nothing (private, or an insecure address) has a door that works online only.
  const opened: Promise<DoorStore | null> = openStore(eventId).then(
    (store) => store,
    () => null,
  );

  function show(change: Partial<OfflineState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  async function withStore<T>(work: (store: DoorStore) => Promise<T>, otherwise: T): Promise<T> {
    const store = await opened;
    if (!store || isClosed) return otherwise;
    return await work(store);
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

  const started = withStore(async (store) => {
    const last = await store.get('lastWatch', 'last');
    clockAheadMs = last?.clockAheadMs ?? 0;
    show({ lastWatch: last?.watch ?? null });
    await showStored(store);
  }, undefined);

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
  ): Promise<OfflineDecision> {
    const { verdict, ticketKey } = decision;
    const transaction = store.transaction(['waiting', 'admissions'], 'readwrite');
    transaction.objectStore('waiting').put({ ...wish, verdict, listVersion, isUndone: false });
    if (verdict === 'accepted' && ticketKey)
      transaction.objectStore('admissions').put(admissionOf(ticketKey, wish, now, gateName));
    await transaction.done;
    await showStored(store);
    return decision;
  }

  const tell = patiently(() =>
    withStore(async (store) => {
      if ((await store.count('waiting')) === 0) return null;
      const result = await tellWaiting(api, store);
      await showStored(store);
      if (!result.ok) return result.error;
      show({ toldCount: (state.toldCount ?? 0) + result.data });
      return null;
    }, null),
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
      const aheadMs = Date.parse(watch.serverTime) - Date.now();
      // Else what was stored the last time would come after it.
      await started;
      clockAheadMs = aheadMs;
      await withStore((store) => store.put('lastWatch', { watch, clockAheadMs }, 'last'), '');
      await tell();
      await bring();
    },

    /** @returns null unless this phone let the ticket in and nobody else knows yet */
    recall: (wish: ScanWish): Promise<OfflineDecision | null> =>
      withStore(async (store) => {
        await started;
        if (state.waitingCount === 0) return null;
        const judged = await judge(store, wish);
        if (judged?.decision.verdict !== 'already_used') return null;
        const admission = await store.get('admissions', judged.decision.ticketKey ?? '');
        const isUntold = admission && (await store.getKey('waiting', admission.scanId));
        return isUntold ? await keep(store, wish, judged, null) : null;
      }, null),

    /** @returns null when this phone cannot tell either */
    decide: (wish: ScanWish, gateName: string | null): Promise<OfflineDecision | null> =>
      withStore(async (store) => {
        await started;
        const judged = await judge(store, wish);
        return judged ? await keep(store, wish, judged, gateName) : null;
      }, null),

    /** The service let them in; the list says so only some seconds later. */
    letIn: (answer: ScanAnswer, wish: ScanWish, gateName: string | null): Promise<void> =>
      withStore(async (store) => {
        if (!answer.ticketId) return;
        const now = Date.now() + clockAheadMs;
        await store.put('admissions', admissionOf(answer.ticketId, wish, now, gateName));
      }, undefined),

    /**
     * Takes an admission back that this phone has not told of yet.
     * @returns false when the service knows of it: it has to be asked
     */
    takeBack: (scanId: string): Promise<boolean> =>
      withStore(async (store) => {
        // What is being told just now has gone when this is done.
        await tell.ended();
        const transaction = store.transaction(['waiting', 'admissions'], 'readwrite');
        const waiting = await transaction.objectStore('waiting').get(scanId);
        if (!waiting) return false;
        transaction.objectStore('waiting').put({ ...waiting, isUndone: true });
        for (const { key, scanId: of } of await transaction.objectStore('admissions').getAll())
          if (of === scanId) transaction.objectStore('admissions').delete(key);
        await transaction.done;
        return true;
      }, false),

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

    close(): void {
      isClosed = true;
      opened.then((store) => store?.close());
    },
  };
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
