import { randomUUID } from 'node:crypto';
import type { TestEvent } from '@foyer/testing';
import { type Answer, type Caller, type Held, isRetryable, reserve } from './buyer.ts';
import type { System } from './system.ts';

interface Wish {
  key: string;
  quantity: number;
  answer: Answer<Held>;
}

/**
 * Buyers who ask for tickets one order after the other until they are told to stop, and remember what
 * they were told. A wish that got no answer, or one that may be asked again, is left for `settle`.
 */
export function startCrowd(
  system: System,
  event: TestEvent,
  options: { buyers: number; quantity?: () => number; caller?: () => Caller },
) {
  const { quantity = () => 1, caller = () => ({}) } = options;
  const wishes: Wish[] = [];
  const listeners = new Set<(answer: Answer<Held>) => void>();
  let isOver = false;
  let slowestMs = 0;

  const buyers = Array.from({ length: options.buyers }, async () => {
    while (!isOver) {
      const wish = { key: randomUUID(), quantity: quantity() };
      const asked = performance.now();
      const answer = await reserve(system, event, { ...caller(), ...wish, timeoutMs: 20_000 });
      slowestMs = Math.max(slowestMs, performance.now() - asked);
      wishes.push({ ...wish, answer });
      for (const listener of listeners) listener(answer);
      // Whoever is refused the connection would otherwise do nothing but ask.
      if (isRetryable(answer)) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  return {
    slowestMs: () => slowestMs,
    held: () => wishes.flatMap(({ answer }) => (answer.outcome === 'data' ? [answer.data] : [])),
    /** Codes of the errors that were seen, and why some got no answer, by how often. */
    troubles(): Record<string, number> {
      const counts: Record<string, number> = {};
      for (const { answer } of wishes) {
        if (answer.outcome === 'data') continue;
        const what = answer.outcome === 'none' ? 'no answer' : `${answer.status} ${answer.code}`;
        counts[what] = (counts[what] ?? 0) + 1;
      }
      return counts;
    },
    /** The next order that is held after this call. */
    nextHeld(timeoutMs = 60_000): Promise<void> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`nobody was served within ${timeoutMs} ms`)),
          timeoutMs,
        );
        const listener = (answer: Answer<Held>) => {
          if (answer.outcome !== 'data') return;
          listeners.delete(listener);
          clearTimeout(timer);
          resolve();
        };
        listeners.add(listener);
      });
    },
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(buyers);
    },
    /**
     * Everybody who does not know asks again with the same key.
     * @returns the registrations of all who were told that they have one, then or now
     */
    async settle(): Promise<{ acknowledged: string[]; replays: number }> {
      const acknowledged: string[] = [];
      let replays = 0;
      for (const { key, quantity: wanted, answer } of wishes) {
        if (answer.outcome === 'data') {
          acknowledged.push(answer.data.registrationId);
          continue;
        }
        if (!isRetryable(answer)) continue;
        const again = await reserve(system, event, { key, quantity: wanted });
        if (again.outcome === 'none' || isRetryable(again))
          throw new Error(`still no answer: ${JSON.stringify(again)}`);
        if (again.outcome === 'data') {
          acknowledged.push(again.data.registrationId);
          if (again.data.isReplay) replays += 1;
        }
      }
      return { acknowledged, replays };
    },
  };
}
