'use client';

import { useEffect, useState } from 'react';
import { minorUnits } from '@/lib/format/money';
import { type Point, type Sample, toPoints, withSample } from './history';
import type { RoomNow } from './use-room';

/** Outlives a change of page: somebody who looks at the settings comes back to the same picture. */
const kept = new Map<string, Sample[]>();

export function useHistory(eventId: string, now: RoomNow | null, askedAt: number): Point[] {
  const [samples, setSamples] = useState<readonly Sample[]>(() => kept.get(eventId) ?? []);
  useEffect(() => {
    if (!now || askedAt === 0) return;
    const next = withSample(kept.get(eventId) ?? [], {
      at: askedAt,
      wanted: (now.demandPerSecond ?? 0) * 60,
      admittedTotal: minorUnits(now.joinedCount) - minorUnits(now.waitingCount),
    });
    kept.set(eventId, next);
    setSamples(next);
  }, [eventId, now, askedAt]);
  return toPoints(samples);
}
