/** What came and what was let in, as seen while somebody watches: nothing of it is stored anywhere. */
export type Sample = {
  /** Milliseconds since 1970. */
  at: number;
  /** People a minute who want to order. */
  wanted: number;
  /** People let in since the room began, all in all. */
  admittedTotal: number;
};
export type Point = { at: number; wanted: number; admitted: number };

export const keptMs = 10 * 60_000;
/** Admissions come in steps of a second; over half a minute they are a rate. */
const rateOverMs = 30_000;

export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  // A new line (its numbers begin again) is a new picture.
  if (last && sample.admittedTotal < last.admittedTotal) return [sample];
  if (last && sample.at <= last.at) return [...samples];
  return [...samples.filter(({ at }) => at >= sample.at - keptMs), sample];
}

/** The samples as two rates a minute; the first has nothing to compare with and is left out. */
export function toPoints(samples: readonly Sample[]): Point[] {
  return samples.slice(1).map((sample, i) => {
    const before =
      samples.slice(0, i + 1).find(({ at }) => at >= sample.at - rateOverMs) ?? samples[i];
    const minutes = before ? (sample.at - before.at) / 60_000 : 0;
    const admitted =
      before && minutes > 0 ? (sample.admittedTotal - before.admittedTotal) / minutes : 0;
    return { at: sample.at, wanted: sample.wanted, admitted };
  });
}
