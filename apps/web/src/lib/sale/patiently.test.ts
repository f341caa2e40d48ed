import type { FailureCode, Result } from '../result.ts';
import { type PatientOptions, sendPatiently, type Waiting } from './patiently.ts';

const failed = (code: FailureCode, challenge?: string): Result<string> => ({
  ok: false,
  error: { code, message: code, challenge },
});
const done: Result<string> = { ok: true, data: 'held' };

/** A server that gives these answers in turn, and a clock that only pauses move. */
function scene(answers: Result<string>[], change: Partial<PatientOptions<string>> = {}) {
  const sent: (string | null)[] = [];
  const pauses: number[] = [];
  const seen: Waiting[] = [];
  let time = 0;
  return {
    sent,
    pauses,
    seen,
    result: sendPatiently<string>({
      send: async (proof) => {
        sent.push(proof);
        return answers[Math.min(sent.length, answers.length) - 1] ?? done;
      },
      solve: async (challenge) => `${challenge}.7`,
      signal: new AbortController().signal,
      onWaiting: (waiting) => seen.push(waiting),
      now: () => time,
      pause: async (ms) => {
        pauses.push(ms);
        time += ms;
      },
      ...change,
    }),
  };
}

test('an answer is an answer: it is not asked for twice', async () => {
  const { sent, result } = scene([failed('SOLD_OUT'), done]);
  expect(await result).toMatchObject({ ok: false, error: { code: 'SOLD_OUT' } });
  expect(sent).toHaveLength(1);
});

test('what got no answer is sent again until it has one, later each time', async () => {
  const { sent, pauses, result } = scene([
    failed('NETWORK'),
    failed('UNAVAILABLE'),
    failed('TIMEOUT'),
    failed('INTERNAL'),
    done,
  ]);
  expect(await result).toEqual(done);
  expect(sent).toHaveLength(5);
  for (const [i, pause] of pauses.entries()) {
    expect(pause).toBeGreaterThanOrEqual(250 * 2 ** i);
    expect(pause).toBeLessThanOrEqual(500 * 2 ** i);
  }
});

test('patience ends: the last failure is the result, and nobody waits for ever', async () => {
  const { pauses, result } = scene([failed('UNAVAILABLE')], { limitMs: 20_000 });
  expect(await result).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(20_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(8_000);
});

test('whoever is one too many comes back after seconds, not at once', async () => {
  const { pauses, result } = scene([failed('RATE_LIMITED'), done]);
  await result;
  expect(pauses[0]).toBeGreaterThanOrEqual(4_000);
});

test('a proof that is asked for is found and sent with the same request', async () => {
  const { sent, seen, pauses, result } = scene([failed('PROOF_REQUIRED', '15.1.mac'), done]);
  expect(await result).toEqual(done);
  expect(sent).toEqual([null, '15.1.mac.7']);
  expect(pauses).toEqual([]);
  expect(seen).toContainEqual({ phase: 'computing', share: 0 });
});

test('a proof is kept while the request has to be repeated', async () => {
  const { sent, result } = scene([failed('PROOF_REQUIRED', 'c'), failed('NETWORK'), done]);
  await result;
  expect(sent).toEqual([null, 'c.7', 'c.7']);
});

test('a server that is never content with a proof is not obeyed for ever', async () => {
  const { sent, result } = scene([failed('PROOF_REQUIRED', 'c')]);
  expect(await result).toMatchObject({ error: { code: 'PROOF_REQUIRED' } });
  expect(sent).toHaveLength(5);
});

test('a challenge that cannot be solved is told, not hidden', async () => {
  const { result } = scene([failed('PROOF_REQUIRED', 'c')], { solve: async () => null });
  expect(await result).toMatchObject({ error: { code: 'PROOF_REQUIRED' } });
});

test('stopping while it pauses ends it', async () => {
  const controller = new AbortController();
  const { result } = scene([failed('NETWORK')], { signal: controller.signal, pause: undefined });
  setTimeout(() => controller.abort(), 20);
  await expect(result).rejects.toThrow();
});
