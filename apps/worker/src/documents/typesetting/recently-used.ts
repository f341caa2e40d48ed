/**
 * Keeps the last `most` results. For pure functions alone: a key says everything the result depends on,
 * and whoever gets a result does not change it.
 */
export function recentlyUsed<T>(most: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = make();
    kept.set(key, made);
    if (kept.size > most) kept.delete(kept.keys().next().value ?? '');
    return made;
  };
}
