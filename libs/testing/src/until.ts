import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition instead of sleeping: asks until the answer is truthy (or stops throwing),
 * and fails with the last answer after `timeoutMs`.
 */
export async function until<T>(
  ask: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 60_000, everyMs = 25, what = 'the condition' } = options;
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}; last: ${String(last)}`, { cause: last });
    }
    await sleep(everyMs);
  }
}
