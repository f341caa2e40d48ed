import { createMetrics, measurePools } from '../src/index.ts';

test('a gauge that cannot be read is left out and counted; the others are told', async () => {
  const metrics = createMetrics('test');
  let isDown = false;
  metrics.gauge({
    name: 'foyer_from_afar',
    help: 'Asked of somebody else',
    async collect() {
      if (isDown) throw new Error('not there');
      this.set(7);
    },
  });
  metrics.gauge({
    name: 'foyer_from_several',
    help: 'Asked of somebody else, by kind',
    labelNames: ['kind'],
    async collect() {
      if (isDown) throw new Error('not there');
      this.set({ kind: 'a' }, 8);
    },
  });
  metrics.gauge({
    name: 'foyer_never_answers',
    help: 'Asked of somebody who is silent',
    collect: () => new Promise<void>(() => {}),
  });
  metrics.gauge({ name: 'foyer_at_hand', help: 'Known here' }).set(1);
  expect(await metrics.render()).toContain('foyer_from_afar{service="test"} 7');
  expect(await metrics.render()).toContain('foyer_from_several{kind="a",service="test"} 8');
  isDown = true;
  await metrics.render();
  const text = await metrics.render();
  expect(text).not.toContain('foyer_from_afar{');
  expect(text).not.toContain('foyer_from_several{');
  expect(text).toContain('foyer_at_hand{service="test"} 1');
  expect(text).toMatch(/foyer_metrics_failed_total\{metric="foyer_from_afar",service="test"\} \d/);
  expect(text).toMatch(/foyer_metrics_failed_total\{metric="foyer_never_answers",.*\} \d/);
});

/** As pg's pool: one connection, `query` takes it through `connect` with a callback. */
function createPoolOfOne() {
  const waiting: (() => void)[] = [];
  let isBusy = false;
  const pool = {
    totalCount: 1,
    get idleCount() {
      return isBusy ? 0 : 1;
    },
    get waitingCount() {
      return waiting.length;
    },
    connect(callback?: (error: Error | undefined, client: string) => void) {
      const { promise, resolve } = Promise.withResolvers<string>();
      const give = () => {
        isBusy = true;
        if (callback) callback(undefined, 'client');
        else resolve('client');
      };
      if (isBusy) waiting.push(give);
      else give();
      return callback ? undefined : promise;
    },
    release() {
      isBusy = false;
      waiting.shift()?.();
    },
  };
  return pool;
}

test('a pool tells who waits, and how long each connection took to get, however it was asked for', async () => {
  const metrics = createMetrics('test');
  const pool = createPoolOfOne();
  measurePools(metrics, { main: pool });
  expect(await pool.connect()).toBe('client');
  const got: unknown[] = [];
  pool.connect((...answer) => got.push(...answer));
  expect(await metrics.render()).toContain(
    'foyer_database_pool_connections{pool="main",state="waiting",service="test"} 1',
  );
  const waits = /foyer_database_pool_wait_seconds_count\{.*pool="main".*\} (\d)/;
  expect(waits.exec(await metrics.render())?.[1]).toBe('1');
  pool.release();
  expect(got).toEqual([undefined, 'client']);
  const text = await metrics.render();
  expect(waits.exec(text)?.[1]).toBe('2');
  expect(text).toContain(
    'foyer_database_pool_connections{pool="main",state="busy",service="test"} 1',
  );
});
