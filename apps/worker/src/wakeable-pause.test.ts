import { setImmediate as turn } from 'node:timers/promises';
import { createWakeablePause } from './wakeable-pause.ts';

/** Longer than anything here is waited for. */
const long = 600_000;

const isOver = (waiting: Promise<void>) => Promise.race([waiting.then(() => true), turn(false)]);

test('a wake ends the pause, and the pause after the round during which it came', async () => {
  const pause = createWakeablePause();
  const waiting = pause.wait(long);
  expect(await isOver(waiting)).toBe(false);
  pause.wake();
  await waiting;

  pause.forget();
  pause.wake();
  expect(await isOver(pause.wait(long))).toBe(true);
});

test('a wake that was done with ends no later pause', async () => {
  const pause = createWakeablePause();
  pause.wake();
  pause.forget();
  const waiting = pause.wait(long);
  expect(await isOver(waiting)).toBe(false);
  pause.wake();
  await waiting;
});

test('without a wake a pause ends by itself', async () => {
  await createWakeablePause().wait(1);
});
