import { setImmediate as turn } from 'node:timers/promises';
import { networkOf } from '../src/http/network.ts';
import { createRateLimit } from '../src/http/rate-limit.ts';
import { oneAtATime } from '../src/service/one-at-a-time.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a bucket refills steadily, and one is not another', () => {
  let now = 0;
  const limit = createRateLimit({ perSecond: 2, burst: 3 }, () => now);
  const tries = (key: string, count: number) => Array.from({ length: count }, () => limit(key));
  expect(tries('one', 4)).toEqual([0, 0, 0, 1]);
  expect(tries('another', 1)).toEqual([0]);
  now += 1_000;
  expect(tries('one', 3)).toEqual([0, 0, 1]);
  now += 60_000;
  expect(tries('one', 4)).toEqual([0, 0, 0, 1]);
});

// Some hundred times as long as it takes.
test('a flood from everywhere costs each call as much as the first', async () => {
  const limit = createRateLimit({ perSecond: 1, burst: 30 }, () => 0);
  for (let i = 0; i < 200_000; i++) {
    limit(`key ${i}`);
    if (i % 1_000 === 0) await turn();
  }
}, 20_000);

test('one search of a phone runs at a time, and of those that wait only the last', async () => {
  const inTurn = oneAtATime<string>();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const search = (key: string, what: string) =>
    inTurn(key, async () => {
      begun.push(what);
      await new Promise<void>((resolve) => ends.set(what, resolve));
      return what;
    });
  const searches = ['a', 'am', 'ame', 'amel'].map((what) => search('phone', what));
  const other = search('other phone', 'z');
  await turn();
  expect(begun).toEqual(['a', 'z']);
  ends.get('z')?.();
  expect(await other).toBe('z');
  ends.get('a')?.();
  expect(await Promise.all(searches.slice(0, 3))).toEqual(['a', 'overtaken', 'overtaken']);
  expect(begun).toEqual(['a', 'z', 'amel']);
  ends.get('amel')?.();
  expect(await searches[3]).toBe('amel');
});
