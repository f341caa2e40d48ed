'use client';

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { DoorApi } from '../door-api.ts';
import { createOfflineDoor, type OfflineDoor } from './offline-door.ts';

/** A device token begins with the id of the event that it is for. */
export const eventIdOf = (deviceToken: string): string => deviceToken.split('.')[0] ?? '';

export function useOffline(api: DoorApi, deviceToken: string) {
  const offline: OfflineDoor = useMemo(
    () => createOfflineDoor({ api, eventId: eventIdOf(deviceToken) }),
    [api, deviceToken],
  );
  const state = useSyncExternalStore(offline.subscribe, offline.state, offline.state);
  useEffect(() => {
    keepPage();
    keepStorage().catch(console.warn);
  }, []);
  return { offline, state };
}

/** Has the worker keep this page, so that it opens again without a network. */
function keepPage(): void {
  // What a development server sends changes all the time.
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('/door-worker.js', { scope: '/door' })
    .then(async (registration) => {
      await ready(registration);
      // Loaded when the camera starts, which may be without a network. A page without it is still one.
      await import('../qr-reader.ts').then(({ loadReader }) => loadReader()).catch(console.warn);
      const urls = performance.getEntriesByType('resource').map(({ name }) => name);
      registration.active?.postMessage({ kind: 'keep', urls });
    })
    // Without it the door works, but cannot be opened anew without a network.
    .catch(() => {});
}

/** What waits here must not go when the phone makes room. */
async function keepStorage(): Promise<void> {
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
}

function ready(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (!worker || worker.state === 'activated') return Promise.resolve();
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
    });
  });
}
