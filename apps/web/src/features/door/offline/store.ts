import type { OfflineOutcome, OfflineTicket } from '@foyer/types';
import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { WaitingScan, Watch } from '../door-api.ts';

/** Since 2 a ticket tells what it was shown with before it was handed over. */
export const listFormat = 2;

/** The guest list as far as it is here. `tickets` may be ahead of it while a new one is on its way. */
export type HeldList = {
  /** Of what a ticket tells here; a list without it is brought whole once more. */
  format?: typeof listFormat;
  /** Null until a first list is whole. */
  version: string | null;
  /** By the clock of the service, in ms since 1970. */
  madeAt: number | null;
  /** Where to go on with a list that is not whole yet. */
  draft: { version: string; cursor: string } | null;
  keys: { id: number; publicKey: string }[];
  codeKey: CryptoKey;
  validFrom: string;
  validUntil: string;
};

/** What this phone let in, until the list says it too. */
export type Admission = { key: string; scanId: string; at: string; gateName: string | null };

/** An admission of this phone that turned out to disagree with what was known elsewhere. */
export type Disagreement = {
  scanId: string;
  outcome: Exclude<OfflineOutcome, 'recorded'>;
  at: string;
  attendeeName?: string;
  otherUse?: { at: string; gateName?: string; deviceName?: string };
};

/** As it was when the service was last heard of. */
export type LastWatch = { watch: Watch; clockAheadMs: number };

interface DoorDatabase extends DBSchema {
  tickets: {
    key: string;
    value: OfflineTicket;
    indexes: { secretHash: string; codeHash: string; replacedHashes: string };
  };
  admissions: { key: string; value: Admission };
  waiting: { key: string; value: WaitingScan; indexes: { scannedAt: string } };
  disagreements: { key: string; value: Disagreement };
  list: { key: 'held'; value: HeldList };
  lastWatch: { key: 'last'; value: LastWatch };
}
export type DoorStore = IDBPDatabase<DoorDatabase>;

const nameOf = (eventId: string) => `foyer.door.${eventId}`;

/** One database per event, so that a phone that is paired again for it tells what it still holds. */
export async function openStore(
  eventId: string,
  { onLost, onGone }: { onLost?: () => void; onGone?: () => void } = {},
): Promise<DoorStore> {
  return await openDB<DoorDatabase>(nameOf(eventId), 1, {
    upgrade(db) {
      const tickets = db.createObjectStore('tickets', { keyPath: 'id' });
      tickets.createIndex('secretHash', 'secretHash');
      tickets.createIndex('codeHash', 'codeHash');
      tickets.createIndex('replacedHashes', 'replacedHashes', { multiEntry: true });
      db.createObjectStore('admissions', { keyPath: 'key' });
      db.createObjectStore('waiting', { keyPath: 'scanId' }).createIndex('scannedAt', 'scannedAt');
      db.createObjectStore('disagreements', { keyPath: 'scanId' });
      db.createObjectStore('list');
      db.createObjectStore('lastWatch');
    },
    // Another tab wants it gone: the phone was signed off there.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      onGone?.();
    },
    terminated: () => onLost?.(),
  });
}

/** What only one tab at a time may do with what waits; where a browser has no locks, it just does it. */
export async function exclusively<T>(eventId: string, work: () => Promise<T>): Promise<T> {
  if (!globalThis.navigator?.locks) return await work();
  return await navigator.locks.request(nameOf(eventId), work);
}

/**
 * The list and what waits: nothing of the event stays on this phone. Where another tab holds it, it
 * goes once that has let go, and nobody waits for it.
 */
export function deleteStore(eventId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    deleteDB(nameOf(eventId), { blocked: () => resolve() }).then(resolve, reject);
  });
}

/** How many scans of an event only this phone knows of. */
export async function countWaiting(eventId: string): Promise<number> {
  const store = await openStore(eventId);
  try {
    return await store.count('waiting');
  } finally {
    store.close();
  }
}

/** The phone goes to another event: of this one stays what only it knows, and nothing else. */
export async function leaveStore(eventId: string): Promise<void> {
  const store = await openStore(eventId);
  let waitingCount: number;
  try {
    waitingCount = await store.count('waiting');
    if (waitingCount > 0) await forgetList(store);
  } finally {
    store.close();
  }
  if (waitingCount === 0) await deleteStore(eventId);
}

/** A phone that was shut out keeps what it still has to tell, and nothing else. */
export async function forgetList(store: DoorStore): Promise<void> {
  const names = ['tickets', 'admissions', 'list', 'lastWatch', 'disagreements'] as const;
  const transaction = store.transaction(names, 'readwrite');
  await Promise.all([
    ...names.map((name) => transaction.objectStore(name).clear()),
    transaction.done,
  ]);
}
