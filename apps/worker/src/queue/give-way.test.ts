import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGiveWay, createShareOfOthers } from './give-way.ts';

const { jest } = import.meta;
const minute = 60_000;

/** Which of the mails have been let go, in order, `seconds` after all of them asked. */
async function letGo(
  options: { shareOfOthers: number; waitedMs?: number; mostMs?: number },
  seconds: number,
): Promise<number[]> {
  jest.useFakeTimers({ now: 10 * minute });
  try {
    const giveWay = createGiveWay({
      mostMs: options.mostMs ?? minute,
      shareOfOthers: () => options.shareOfOthers,
    });
    const gone: number[] = [];
    for (const mail of [1, 2, 3, 4, 5, 6]) {
      void giveWay(Date.now() - (options.waitedMs ?? 0)).then(() => gone.push(mail));
    }
    await jest.advanceTimersByTimeAsync(seconds * 1_000);
    return gone;
  } finally {
    jest.useRealTimers();
  }
}

test('on a machine with room nothing waits', async () => {
  expect(await letGo({ shareOfOthers: 0.5 }, 0)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('while others keep the machine busy, mails come one by one', async () => {
  expect(await letGo({ shareOfOthers: 0.9 }, 0)).toEqual([1]);
  expect(await letGo({ shareOfOthers: 0.9 }, 1.2)).toEqual([1, 2, 3]);
  expect(await letGo({ shareOfOthers: 0.9 }, 4)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a mail that has waited long enough gives way no longer, nor does any where that is switched off', async () => {
  expect(await letGo({ shareOfOthers: 0.9, waitedMs: minute }, 0)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await letGo({ shareOfOthers: 0.9, mostMs: 0 }, 0)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what others take of the processors is seen', async () => {
  const shareOfOthers = createShareOfOthers();
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  await sleep(1_500);
  const share = shareOfOthers();
  for (const child of busy) child.kill('SIGKILL');
  await Promise.all(busy.map((child) => once(child, 'exit')));
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(1.01);
});
