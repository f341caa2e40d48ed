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

test('without what is optional a process is degraded, and stays in rotation', async () => {
  const down = () => Promise.reject(new Error('down'));
  const checks = (database: () => Promise<unknown>) => ({
    database,
    live: { check: down, isOptional: true },
  });
  const degraded = await readiness(checks(async () => 1));
  expect(degraded).toMatchObject({
    status: 'degraded',
    checks: { live: { ok: false, isOptional: true } },
  });
  expect((await readiness(checks(down))).status).toBe('unready');

  const server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    checks: checks(async () => 1),
  });
  try {
    expect((await fetch(`http://127.0.0.1:${server.port}/health/ready`)).status).toBe(200);
  } finally {
    await server.stop();
  }
});

test('a scrape tells which dependency answers, also while another hangs', async () => {
  const metrics = createMetrics('test');
  const server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    metrics,
    checks: {
      database: async () => 1,
      redis: () => Promise.reject(new Error('down')),
      hung: () => new Promise(() => {}),
    },
  });
  const scrape = async () => (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
  try {
    const started = performance.now();
    await scrape();
    expect(performance.now() - started).toBeLessThan(1_500);
    let text = '';
    while (!text.includes('dependency="hung"')) text = await scrape();
    expect(text).toContain('foyer_dependency_up{dependency="database",service="test"} 1');
    expect(text).toContain('foyer_dependency_up{dependency="redis",service="test"} 0');
    expect(text).toContain('foyer_dependency_up{dependency="hung",service="test"} 0');
  } finally {
    await server.stop();
  }
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
