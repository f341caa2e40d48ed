/** A bucket that refills steadily: short bursts pass, a flood does not. Per process, in memory. */
export function createRateLimit(
  options: { perSecond: number; burst: number },
  now: () => number = () => performance.now(),
) {
  /** In the order in which they were last used. */
  const buckets = new Map<string, { tokens: number; at: number }>();
  const fullAfterMs = (options.burst / options.perSecond) * 1000;

  function forgetFull(time: number): void {
    for (const [key, bucket] of buckets) {
      if (time - bucket.at <= fullAfterMs) return;
      buckets.delete(key);
    }
  }

  /** @returns 0 when the call may go on, else after how many seconds to try again */
  return (key: string): number => {
    const time = now();
    forgetFull(time);
    const bucket = buckets.get(key) ?? { tokens: options.burst, at: time };
    bucket.tokens = Math.min(
      options.burst,
      bucket.tokens + ((time - bucket.at) / 1000) * options.perSecond,
    );
    bucket.at = time;
    buckets.delete(key);
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / options.perSecond);
    bucket.tokens -= 1;
    return 0;
  };
}
export type RateLimit = ReturnType<typeof createRateLimit>;
