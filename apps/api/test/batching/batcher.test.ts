import {
  type BatcherOptions,
  createBatcher,
  enough,
  enoughToFollow,
  maxBatchSize,
} from '../../src/batching/batcher.ts';

const { jest } = import.meta;

/** Time goes on only when told to: `await jest.advanceTimersByTimeAsync(ms)`. */
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => jest.useRealTimers());
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Wish = { event: string; name: string };
const wish = (name: string, event = 'opera'): Wish => ({ event, name });
const batcher = (
  run: BatcherOptions<Wish, string>['run'],
  options: Partial<BatcherOptions<Wish, string>> = {},
) => createBatcher<Wish, string>({ laneOf: ({ event }) => event, lanes: 2, run, ...options });
const namesOf = (wishes: Wish[]) => wishes.map(({ name }) => name);
const sqlError = (code: string) => Object.assign(new Error(code), { code });
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

test('requests that arrive together go in one batch, in the order of arrival', async () => {
  const batches: string[][] = [];
  const { submit } = batcher(async (wishes) => {
    batches.push(namesOf(wishes));
    return namesOf(wishes);
  });
  const answers = await Promise.all(numbers(5).map((name) => submit(wish(name))));
  expect(batches).toEqual([numbers(5)]);
  expect(answers).toEqual(numbers(5));
});

test('one batch of a lane is under way at a time, and none is larger than the cap', async () => {
  let running = 0;
  const sizes: number[] = [];
  const { submit } = batcher(async (wishes) => {
    running += 1;
    expect(running).toBe(1);
    sizes.push(wishes.length);
    await new Promise(setImmediate);
    running -= 1;
    return namesOf(wishes);
  });
  await Promise.all(numbers(maxBatchSize + 50).map((name) => submit(wish(name))));
  // The first go while the rest arrive.
  expect(sizes).toEqual([enough, maxBatchSize, 50 - enough]);
});

test('a batch holds one event only, and a crowd at one event does not keep another waiting', async () => {
  const order: string[] = [];
  const { submit } = batcher(
    async (wishes) => {
      expect(new Set(wishes.map(({ event }) => event)).size).toBe(1);
      order.push(wishes[0]?.event ?? '');
      await sleep(5);
      return namesOf(wishes);
    },
    { lanes: 1 },
  );
  const crowd = numbers(maxBatchSize * 4).map((name) => submit(wish(name, 'stadium')));
  const others = [submit(wish('a', 'club')), submit(wish('b', 'library'))];
  await jest.advanceTimersByTimeAsync(50);
  await Promise.all([...crowd, ...others]);
  expect(order.slice(0, 4)).toEqual(['stadium', 'club', 'library', 'stadium']);
  expect(order).toHaveLength(7);
});

test('where some came together the next wait for company; a crowd and a lone buyer do not', async () => {
  const sizes: number[] = [];
  const times: number[] = [];
  const { submit } = batcher(
    async (wishes) => {
      sizes.push(wishes.length);
      times.push(performance.now());
      return namesOf(wishes);
    },
    { gatherMs: 200 },
  );
  const alone = [await submit(wish('a')), await submit(wish('b'))];
  expect(sizes).toEqual([1, 1]);

  await Promise.all([submit(wish('c')), submit(wish('d'))]);
  const waiting = [submit(wish('e'))];
  await jest.advanceTimersByTimeAsync(50);
  waiting.push(submit(wish('f')), submit(wish('elsewhere', 'club')));
  await jest.advanceTimersByTimeAsync(200);
  await Promise.all(waiting);
  expect(sizes).toEqual([1, 1, 2, 1, 2]);
  expect((times[4] ?? 0) - (times[2] ?? 0)).toBe(200);

  await Promise.all(numbers(enough).map((name) => submit(wish(name))));
  expect(sizes.at(-1)).toBe(enough);
  expect((times.at(-1) ?? 0) - (times[4] ?? 0)).toBeLessThan(200);
  expect(alone).toEqual(['a', 'b']);
});

test('a lane waits for its own time, not for that of another that came to gather first', async () => {
  const begun: { event?: string; at: number }[] = [];
  const { submit } = batcher(
    async (wishes) => {
      begun.push({ event: wishes[0]?.event, at: performance.now() });
      if (begun.length === 1) await sleep(350);
      return namesOf(wishes);
    },
    { gatherMs: 400 },
  );
  const opera = [submit(wish('a')), submit(wish('b'))];
  await jest.advanceTimersByTimeAsync(300);
  opera.push(submit(wish('c')));
  await Promise.all([submit(wish('d', 'club')), submit(wish('e', 'club'))]);
  const last = submit(wish('f', 'club'));
  await jest.advanceTimersByTimeAsync(1_000);
  await Promise.all([last, ...opera]);
  expect(begun.map(({ event }) => event)).toEqual(['opera', 'club', 'opera', 'club']);
  expect(begun.map(({ at }) => at - (begun[0]?.at ?? 0))).toEqual([0, 300, 400, 700]);
});

describe('where batches may follow each other', () => {
  /** What was sent, and how to end the first of what is under way. */
  function held(options: Partial<BatcherOptions<Wish, string>> = {}) {
    const sent: [event: string, size: number][] = [];
    const ends: (() => void)[] = [];
    const { submit } = batcher(
      async (wishes, lane) => {
        sent.push([lane, wishes.length]);
        await new Promise<void>((resolve) => ends.push(resolve));
        return namesOf(wishes);
      },
      { isPipelined: true, ...options },
    );
    const come = (count: number, event?: string) =>
      numbers(count).map((name) => submit(wish(name, event)));
    const endFirst = async () => {
      ends.shift()?.();
      await new Promise(setImmediate);
    };
    return { sent, come, endFirst };
  }

  test('one is sent behind the one under way once enough wait, and no third', async () => {
    const { sent, come, endFirst } = held();
    const answers = come(enough);
    answers.push(...come(enoughToFollow - 1));
    expect(sent).toEqual([['opera', enough]]);
    answers.push(...come(1), ...come(enough));
    expect(sent).toEqual([
      ['opera', enough],
      ['opera', enoughToFollow],
    ]);
    await endFirst();
    expect(sent.slice(2)).toEqual([['opera', enough]]);
    await endFirst();
    await endFirst();
    expect(await Promise.all(answers)).toHaveLength(enough + enoughToFollow + enough);
  });

  test('behind a large one goes a large one', async () => {
    const { sent, come, endFirst } = held();
    const answers = come(enough + maxBatchSize);
    await endFirst();
    const large = maxBatchSize - enoughToFollow;
    expect(sent.slice(1)).toEqual([
      ['opera', enoughToFollow],
      ['opera', large],
    ]);
    await endFirst();
    const most = Math.ceil(large * 0.75);
    answers.push(...come(most - 1));
    expect(sent).toHaveLength(3);
    answers.push(...come(1));
    expect(sent.slice(3)).toEqual([['opera', most]]);
    await endFirst();
    await endFirst();
    await Promise.all(answers);
  });

  test('none where another lane waits for its turn', async () => {
    const { sent, come, endFirst } = held({ lanes: 1 });
    const answers = [...come(1, 'club'), ...come(enough)];
    await new Promise(setImmediate);
    answers.push(...come(enough, 'club'));
    expect(sent).toEqual([['club', 1]]);
    await endFirst();
    expect(sent).toHaveLength(2);
    await endFirst();
    expect(sent).toHaveLength(3);
    await endFirst();
    await Promise.all(answers);
  });

  test('it tells how long each was worked on, not how long it stood behind another', async () => {
    const told: { seconds: number; waits: number[] }[] = [];
    const { come, endFirst } = held({
      onBatch: (_size, seconds, waits) => told.push({ seconds, waits }),
    });
    const answers = [...come(enough), ...come(enoughToFollow)];
    await jest.advanceTimersByTimeAsync(300);
    await endFirst();
    await endFirst();
    await Promise.all(answers);
    const [ahead, behind] = told;
    expect(ahead).toEqual({ seconds: 0.3, waits: Array(enough).fill(0) });
    expect(behind).toEqual({ seconds: 0, waits: Array(enoughToFollow).fill(0.3) });
  });
});

test('a lane that hangs in the database does not stop the others', async () => {
  let release = () => {};
  const { submit } = batcher(async (wishes) => {
    if (wishes[0]?.event === 'stuck') await new Promise<void>((resolve) => (release = resolve));
    return namesOf(wishes);
  });
  const stuck = submit(wish('slow', 'stuck'));
  expect(await submit(wish('a', 'club'))).toBe('a');
  expect(await submit(wish('b', 'club'))).toBe('b');
  release();
  expect(await stuck).toBe('slow');
});

test('the next batch is on its way before the callers of the last are answered', async () => {
  const events: string[] = [];
  const { submit } = batcher(async (wishes) => {
    events.push(`run ${namesOf(wishes)}`);
    await sleep(5);
    return namesOf(wishes);
  });
  const first = submit(wish('1')).then(() => events.push('answer 1'));
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const second = submit(wish('2')).then(() => events.push('answer 2'));
  await jest.advanceTimersByTimeAsync(50);
  await Promise.all([first, second]);
  expect(events).toEqual(['run 1', 'run 2', 'answer 1', 'answer 2']);
});

test('a request that breaks its batch fails alone', async () => {
  const { submit } = batcher(async (wishes) => {
    if (wishes.some(({ name }) => name === '13')) throw sqlError('22P02');
    return namesOf(wishes);
  });
  const results = await Promise.allSettled(numbers(20).map((name) => submit(wish(name))));
  expect(results.flatMap((r, i) => (r.status === 'rejected' ? [i] : []))).toEqual([13]);
});

test('a single request that lost a race is tried once more', async () => {
  let tries = 0;
  const { submit } = batcher(async (wishes) => {
    tries += 1;
    if (tries === 1) throw sqlError('23505');
    return namesOf(wishes);
  });
  expect(await submit(wish('a'))).toBe('a');
  expect(tries).toBe(2);
});

test.each([
  ['a lost connection', 'ECONNRESET', false],
  ['a server that shuts down', '57P01', false],
  ['a lock that all want', '55P03', true],
])('%s fails the whole batch at once', async (_what, code, lanesShareLocks) => {
  let tries = 0;
  const { submit } = batcher(
    async () => {
      tries += 1;
      throw sqlError(code);
    },
    { lanesShareLocks },
  );
  const results = await Promise.allSettled(numbers(3).map((name) => submit(wish(name))));
  expect(results.every((r) => r.status === 'rejected')).toBe(true);
  expect(tries).toBe(1);
});

test.each([
  ['a deadlock', '40P01'],
  ['a lock that one of them wants', '55P03'],
])('%s fails nobody else', async (_what, code) => {
  let tries = 0;
  const { submit } = batcher(async (wishes) => {
    tries += 1;
    if (tries === 1) throw sqlError(code);
    return namesOf(wishes);
  });
  expect(await Promise.all(numbers(4).map((name) => submit(wish(name))))).toEqual(numbers(4));
});

test('after a failure the next are served', async () => {
  let broken = true;
  const { submit } = batcher(async (wishes) => {
    if (broken) throw sqlError('57P01');
    return namesOf(wishes);
  });
  await expect(submit(wish('a'))).rejects.toThrow();
  broken = false;
  expect(await submit(wish('b'))).toBe('b');
});

test('what a request waited elsewhere before counts as waiting', async () => {
  const waits: number[] = [];
  let oldest = 0;
  const { submit, oldestSeconds } = batcher(
    async (wishes) => {
      oldest = oldestSeconds();
      return namesOf(wishes);
    },
    { onBatch: (_size, _seconds, ofBatch) => waits.push(...ofBatch) },
  );
  await submit(wish('a'), performance.now() - 7_000);
  expect(waits).toEqual([expect.closeTo(7, 0)]);
  expect(oldest).toBeCloseTo(7, 0);
});

test('it tells how long each request waited, and how long the oldest has by now', async () => {
  const batches: { size: number; waits: number[] }[] = [];
  let finishFirst: (() => void) | undefined;
  const { submit, oldestSeconds } = batcher(
    async (wishes) => {
      if (!finishFirst) await new Promise<void>((resolve) => (finishFirst = resolve));
      return namesOf(wishes);
    },
    { onBatch: (size, _seconds, waits) => batches.push({ size, waits }) },
  );
  expect(oldestSeconds()).toBe(0);
  const first = submit(wish('1'));
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const second = submit(wish('2'));
  await jest.advanceTimersByTimeAsync(20);
  expect(oldestSeconds()).toBe(0.02);
  finishFirst?.();
  await Promise.all([first, second]);
  expect(batches).toEqual([
    { size: 1, waits: [0] },
    { size: 1, waits: [0.02] },
  ]);
  expect(oldestSeconds()).toBe(0);
});
