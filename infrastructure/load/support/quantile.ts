/** @param share 0.99 for the 99th percentile @returns NaN of nothing */
export function quantile(numbers: number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
