import { z } from 'zod/mini';

/**
 * One person's place in the line of an event, in this browser's storage: every tab has the same one,
 * and a reload, a closed laptop or a crashed browser loses nothing. The server's word is the truth;
 * this is what it said last.
 */
const schema = z.object({
  /** Says that it is the same device asking; made here, once per event. */
  visitorKey: z.uuid(),
  place: z.nullable(z.uuid()),
  number: z.nullable(z.int()),
  /** The position on joining, for a picture of the way. */
  firstPosition: z.nullable(z.int()),
  /** The last admission and when it ends; what the server said when it was asked about this place. */
  admission: z.nullable(z.string()),
  until: z.nullable(z.string()),
});
export type Place = z.infer<typeof schema>;
export type StoredPlace = Place | null;

const keyOf = (eventId: string) => `foyer_line:${eventId}`;

/** Where storage is refused, a place lives as long as the page. */
const inMemory = new Map<string, string>();
const listeners = new Set<() => void>();

function readText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return inMemory.get(key) ?? null;
  }
}

/** The last text read and what it said, so that the same text is the same object. */
const known = new Map<string, { text: string; place: StoredPlace }>();

export function readPlace(eventId: string): StoredPlace {
  const key = keyOf(eventId);
  const text = readText(key);
  if (text === null) return null;
  const before = known.get(key);
  if (before?.text === text) return before.place;
  let place: StoredPlace = null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) place = parsed.data;
  } catch {
    // Not ours, or cut off: as if there were none.
  }
  known.set(key, { text, place });
  return place;
}

/** Changes what is known of the place; without one before, there is a new visitor. */
export function writePlace(eventId: string, change: Partial<Omit<Place, 'visitorKey'>>): Place {
  const place: Place = {
    ...(readPlace(eventId) ?? newVisitor()),
    ...change,
  };
  const key = keyOf(eventId);
  const text = JSON.stringify(place);
  try {
    localStorage.setItem(key, text);
  } catch {
    inMemory.set(key, text);
  }
  for (const listener of listeners) listener();
  return place;
}

function newVisitor(): Place {
  return { visitorKey: crypto.randomUUID(), ...noPlace };
}

/** Not in line any more; the visitor stays who they are. */
export const noPlace = {
  place: null,
  number: null,
  firstPosition: null,
  admission: null,
  until: null,
} as const satisfies Omit<Place, 'visitorKey'>;

/** Calls back when any place changed, here or in another tab. */
export function onPlaceChange(listener: () => void): () => void {
  const heard = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith('foyer_line:')) listener();
  };
  listeners.add(listener);
  globalThis.addEventListener('storage', heard);
  return () => {
    listeners.delete(listener);
    globalThis.removeEventListener('storage', heard);
  };
}

/** Whether an admission may still be used at a moment of the server's clock. */
export function isAdmitted(place: StoredPlace, now: number): boolean {
  return place?.admission != null && place.until != null && Date.parse(place.until) > now;
}

/**
 * One tab at a time does something about a place. With `ifFree` a tab that finds another one at it
 * leaves it be: the outcome reaches it through storage.
 */
export async function alone<T>(
  eventId: string,
  work: () => Promise<T>,
  { ifFree = false } = {},
): Promise<T | undefined> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  return locks.request(`foyer-line:${eventId}`, { ifAvailable: ifFree }, (lock) =>
    lock === null ? undefined : work(),
  );
}
