import type { Random } from './random.ts';
import { DAY, HOUR, instantOf, localParts } from './time.ts';
import type { EventContent } from './world/content.ts';

/** When people buy, hour by hour of their day: hardly at night, most after work. */
const hourWeights: readonly (readonly [number, number])[] = [
  [0, 2],
  [6, 1],
  [7, 3],
  [8, 6],
  [9, 8],
  [10, 9],
  [11, 8],
  [12, 10],
  [13, 8],
  [14, 7],
  [15, 7],
  [16, 7],
  [17, 8],
  [18, 9],
  [19, 11],
  [20, 13],
  [21, 12],
  [22, 8],
  [23, 4],
];

const exponential = (random: Random, mean: number) => -Math.log(1 - random.next()) * mean;

/**
 * A moment of purchase between `from` and `until`: a burst after the start, a steady middle, a rush
 * before the sale ends at `saleEnd`. What lies after `until` has not happened yet.
 */
export function purchaseTime(
  random: Random,
  event: EventContent,
  { from, until, saleEnd }: { from: Date; until: Date; saleEnd: Date },
): Date {
  const curve = event.sales?.curve ?? { burst: 0, steady: 1, rush: 0 };
  const length = saleEnd.getTime() - from.getTime();
  const business = event.category === 'conference' || event.category === 'workshop';
  for (let attempt = 0; attempt < 400; attempt++) {
    const phase = random.weighted([
      ['burst', curve.burst],
      ['steady', curve.steady],
      ['rush', curve.rush],
    ] as const);
    const offset =
      phase === 'burst'
        ? exponential(random, Math.max(length * 0.035, 0.8 * DAY))
        : phase === 'steady'
          ? // Word gets around: the middle rises gently.
            random.next() ** 0.75 * length
          : length - exponential(random, Math.min(length * 0.12, 5 * DAY));
    const { year, month, day } = localParts(new Date(from.getTime() + offset), event.timezone);
    const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
    if (business && (weekday === 0 || weekday === 6) && random.chance(0.6)) continue;
    const minutes = random.weighted(hourWeights) * 60 + random.integer(0, 59);
    const at = instantOf(event.timezone, year, month, day, minutes);
    at.setUTCSeconds(random.integer(0, 59), random.integer(0, 999));
    if (at > from && at < until) return at;
  }
  // A sale that has only just begun leaves no whole days to choose from.
  const span = Math.max(until.getTime() - from.getTime(), HOUR);
  return new Date(from.getTime() + random.next() * span * 0.98);
}
