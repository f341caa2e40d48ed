/** One thing that is sold: for how much, and from which pools each takes one. */
export type Offer = { priceMinor: number; quotaIds: readonly string[] };
export type Forecast = {
  /** The most tickets that can be sold; null without a limit. */
  tickets: number | null;
  /** The most they can bring in, in minor units; null without a limit. */
  revenueMinor: number | null;
};

/**
 * The most that can be sold and earned when several offers draw from shared pools. That is a linear
 * programme, solved by the simplex method; where pools lie within each other (a type's own, shared,
 * the whole event), which is nearly always, its answer is a whole number and exact, otherwise the
 * bound is rounded down.
 */
export function forecast(
  offers: readonly Offer[],
  capacities: ReadonlyMap<string, number>,
): Forecast {
  const limits = (offer: Offer) => offer.quotaIds.filter((id) => capacities.has(id));
  const limited = offers.filter((offer) => limits(offer).length > 0);
  const endless = offers.filter((offer) => limits(offer).length === 0);
  const rows = [...capacities].map(([id, capacity]) => ({
    uses: limited.map((offer) => (offer.quotaIds.includes(id) ? 1 : 0)),
    capacity,
  }));
  const best = (gains: number[]) => Math.floor(maximize(gains, rows) + 1e-6);
  return {
    tickets: endless.length > 0 ? null : best(limited.map(() => 1)),
    revenueMinor: endless.some(({ priceMinor }) => priceMinor > 0)
      ? null
      : best(limited.map(({ priceMinor }) => priceMinor)),
  };
}

/** max gains·x with uses·x ≤ capacity and x ≥ 0; capacities are not negative, so x = 0 is a start. */
function maximize(
  gains: readonly number[],
  rows: readonly { uses: readonly number[]; capacity: number }[],
): number {
  const n = gains.length;
  const m = rows.length;
  const table = rows.map(({ uses, capacity }, i) => [
    ...uses,
    ...Array.from({ length: m }, (_, k) => (k === i ? 1 : 0)),
    capacity,
  ]);
  const goal = [...gains.map((gain) => -gain), ...Array.from({ length: m + 1 }, () => 0)];
  const basis = rows.map((_, i) => n + i);
  const last = n + m;
  // Bland's rule (the lowest index that improves) cannot run in circles.
  for (;;) {
    const enter = goal.findIndex((value, k) => k < last && value < -1e-9);
    if (enter === -1) return goal[last] ?? 0;
    let leave = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [i, row] of table.entries()) {
      const pivot = row[enter] ?? 0;
      if (pivot < 1e-9) continue;
      const ratio = (row[last] ?? 0) / pivot;
      const isTie = Math.abs(ratio - least) < 1e-9;
      if ((ratio < least && !isTie) || (isTie && (basis[i] ?? 0) < (basis[leave] ?? 0))) {
        least = ratio;
        leave = i;
      }
    }
    const pivotRow = table[leave];
    if (!pivotRow) return Number.POSITIVE_INFINITY;
    const pivot = pivotRow[enter] ?? 1;
    for (const [k, value] of pivotRow.entries()) pivotRow[k] = value / pivot;
    for (const row of [...table, goal]) {
      if (row === pivotRow) continue;
      const factor = row[enter] ?? 0;
      if (factor === 0) continue;
      for (const [k, value] of pivotRow.entries()) row[k] = (row[k] ?? 0) - factor * value;
    }
    basis[leave] = enter;
  }
}
