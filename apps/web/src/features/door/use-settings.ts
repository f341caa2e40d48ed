'use client';

import { useState } from 'react';

export type DoorSettings = { sound: boolean; vibration: boolean; gateId: string | null };

const KEY = 'foyer.door.settings';
const defaults: DoorSettings = { sound: true, vibration: true, gateId: null };

function load(): DoorSettings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return defaults;
    const { sound, vibration, gateId } = stored as Record<string, unknown>;
    return {
      sound: typeof sound === 'boolean' ? sound : defaults.sound,
      vibration: typeof vibration === 'boolean' ? vibration : defaults.vibration,
      gateId: typeof gateId === 'string' ? gateId : null,
    };
  } catch {
    return defaults;
  }
}

/** Remembered on this phone. Only rendered in the browser, where there is a storage. */
export function useSettings() {
  const [settings, setState] = useState(load);
  return [
    settings,
    (change: Partial<DoorSettings>) => {
      const next = { ...settings, ...change };
      localStorage.setItem(KEY, JSON.stringify(next));
      setState(next);
    },
  ] as const;
}
