'use client';

import { useSyncExternalStore } from 'react';
import { z } from 'zod/mini';

/**
 * Which event this phone is paired with. It outlives a reload and a dead battery, so it is in local
 * storage: an opaque token for one event's door that the organizer can revoke at any time.
 */
const storedPairing = z.object({
  deviceToken: z.string(),
  deviceName: z.string(),
  eventTitle: z.string(),
  timezone: z.string(),
});
export type StoredPairing = z.infer<typeof storedPairing>;

const KEY = 'foyer.door';
const listeners = new Set<() => void>();
let cached: { text: string | null; value: StoredPairing | null } = { text: null, value: null };

function read(): StoredPairing | null {
  const text = localStorage.getItem(KEY);
  // The same object for the same text, as useSyncExternalStore wants it.
  if (text !== cached.text) cached = { text, value: parse(text) };
  return cached.value;
}

function parse(text: string | null): StoredPairing | null {
  if (text === null) return null;
  try {
    const parsed = storedPairing.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function savePairing(pairing: StoredPairing | null): void {
  if (pairing === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(pairing));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** undefined while the server renders, which cannot know; null when not paired. */
export function usePairing(): StoredPairing | null | undefined {
  return useSyncExternalStore(subscribe, read, () => undefined);
}
