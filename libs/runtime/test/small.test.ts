import { requestId, TimeoutError, withTimeout } from '../src/index.ts';

test('a usable request id is kept, anything else is replaced', () => {
  expect(requestId('0192-abc-def.42')).toBe('0192-abc-def.42');
  for (const bad of [
    undefined,
    '',
    'short',
    'a'.repeat(65),
    'has space here',
    "'; drop--xx",
    'ümläut-123',
  ]) {
    expect(requestId(bad)).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect(requestId(['one-id-here', 'two-id-here'])).toMatch(/^[0-9a-f-]{36}$/);
});

test('withTimeout returns what was in time and aborts what was not', async () => {
  expect(await withTimeout('quick', 1000, async () => 7)).toBe(7);
  let aborted = false;
  const slow = withTimeout('the provider', 10, (signal) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    return new Promise(() => {});
  });
  await expect(slow).rejects.toThrow(TimeoutError);
  await expect(slow).rejects.toThrow('the provider took longer than 10 ms');
  expect(aborted).toBe(true);
});
