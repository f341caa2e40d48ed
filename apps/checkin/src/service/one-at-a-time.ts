/**
 * Runs one work per key at a time. Of those who ask meanwhile only the last has its turn; the others are overtaken: a
 * phone on which somebody types on does not wait for them any more.
 */
export function oneAtATime<T>(): (key: string, work: () => Promise<T>) => Promise<T | 'overtaken'> {
  const running = new Map<string, Promise<unknown>>();
  const last = new Map<string, symbol>();
  return async (key, work) => {
    const self = Symbol();
    last.set(key, self);
    while (running.has(key)) {
      await running.get(key);
      if (last.get(key) !== self) return 'overtaken';
    }
    last.delete(key);
    const run = work();
    running.set(
      key,
      run.then(
        () => running.delete(key),
        () => running.delete(key),
      ),
    );
    return await run;
  };
}
