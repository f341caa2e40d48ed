'use client';

import { useSyncExternalStore } from 'react';
import { onPlaceChange, readPlace, type StoredPlace } from './stored-place.ts';

/** This browser's place in the line of an event, as it changes in any tab; null on the server. */
export function usePlace(eventId: string): StoredPlace {
  return useSyncExternalStore(
    onPlaceChange,
    () => readPlace(eventId),
    () => null,
  );
}
