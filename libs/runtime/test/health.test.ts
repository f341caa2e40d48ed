import { createMetrics, readiness, startHealthServer } from '../src/index.ts';

test('ready only when every dependency answers, with the reason when not', async () => {
  const broken = Object.assign(new Error('connect to 10.0.0.7 failed'), { code: 'ECONNREFUSED' });
  expect(await readiness({ database: async () => 1 })).toMatchObject({ status: 'ready' });
  const unready = await readiness({ database: async () => 1, redis: () => Promise.reject(broken) });
  expect(unready.status).toBe('unready');
  expect(unready.checks.redis).toMatchObject({ ok: false, error: 'ECONNREFUSED' });
  expect(JSON.stringify(unready)).not.toContain('10.0.0.7');
});

test('a dependency that never answers is not ready, within the time given', async () => {
  const result = await readiness({ hung: () => new Promise(() => {}) }, 20);
  expect(result.checks.hung).toMatchObject({ ok: false, error: 'TimeoutError' });
});

test('the health server answers live, ready and metrics, and 404 elsewhere', async () => {
  let up = true;
  const metrics = createMetrics('test');
  metrics.counter({ name: 'foyer_things_total', help: 'Things' }).inc(3);
  const server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    metrics,
    checks: { database: async () => (up ? 1 : Promise.reject(new Error('down'))) },
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
  try {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
    up = false;
    expect((await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/metrics')).text()).toContain('foyer_things_total{service="test"} 3');
    expect((await get('/other')).status).toBe(404);
  } finally {
    await server.stop();
  }
});
