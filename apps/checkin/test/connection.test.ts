import { createLogger } from '@foyer/runtime';
import { createTestRedis, type TestRedis, until } from '@foyer/testing';
import { type ChaosProxy, startChaosProxy, through } from '../../../tests/support/chaos-proxy.ts';
import { type CheckinRedis, connectRedis } from '../src/redis/connection.ts';

let store: TestRedis;
let line: ChaosProxy;
let redis: CheckinRedis;
beforeAll(async () => {
  store = await createTestRedis('checkin');
  line = await startChaosProxy(Number(new URL(store.url).port));
  redis = connectRedis(through(line, store.url), createLogger('checkin', { level: 'fatal' }));
});
afterAll(async () => {
  await redis.close();
  await line.close();
  await store.close();
});

test('a connection to Redis that dies without a word is replaced within seconds, the one that blocks too', async () => {
  const blocking = redis.duplicate();
  const read = () => blocking.xread('BLOCK', 10, 'STREAMS', 'nothing', '0-0');
  await until(() => redis.epoch());
  await read();
  line.halfCloseAll();
  await expect(read()).rejects.toThrow();
  await until(async () => (await redis.redis.ping()) && redis.epoch(), { timeoutMs: 15_000 });
  expect(await read()).toBeNull();
  blocking.disconnect();
});
