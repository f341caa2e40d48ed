import { inBatches } from './in-batches.ts';

/** A database whose batches end when they are told to. */
function scripted() {
  const batches: number[][] = [];
  const endings: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const run = (requests: number[]) => {
    batches.push(requests);
    return new Promise<string[]>((resolve, reject) => {
      endings.push({ resolve: () => resolve(requests.map(String)), reject });
    });
  };
  return { batches, endings, run };
}

const turn = () => new Promise(setImmediate);
const refused = Object.assign(new Error('refused'), { code: 'FY018' });

test('the first one goes at once, and those that come meanwhile go together', async () => {
  const { batches, endings, run } = scripted();
  const ask = inBatches(run, { largest: 3, parallel: 1 });
  const answers = Promise.all([1, 2, 3, 4, 5].map(ask));
  for (let i = 0; i < 3; i += 1) {
    await turn();
    endings[i]?.resolve();
  }
  expect(await answers).toEqual(['1', '2', '3', '4', '5']);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test('as many batches as allowed are under way at a time', async () => {
  const { batches, endings, run } = scripted();
  const ask = inBatches(run, { largest: 10, parallel: 2 });
  const answers = [1, 2, 3, 4].map(ask);
  await turn();
  expect(batches).toEqual([[1], [2]]);
  endings[1]?.resolve();
  await turn();
  expect(batches).toEqual([[1], [2], [3, 4]]);
  endings[0]?.resolve();
  endings[2]?.resolve();
  expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4']);
});

test('one that is refused fails alone', async () => {
  const ask = inBatches(
    async (requests: number[]) => {
      await turn();
      if (requests.includes(4)) throw refused;
      return requests.map(String);
    },
    { largest: 10, parallel: 1 },
  );
  const settled = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(ask));
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual([
    ...['1', '2', '3', 'refused', '5', '6'],
  ]);
});

test('a lost connection is everybody’s, and nothing is asked twice', async () => {
  let runs = 0;
  const ask = inBatches(
    async (requests: number[]) => {
      runs += 1;
      await turn();
      if (requests.length > 1) throw new Error('Connection terminated unexpectedly');
      return requests.map(String);
    },
    { largest: 10, parallel: 1 },
  );
  const settled = await Promise.allSettled([1, 2, 3].map(ask));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(runs).toBe(2);
});
