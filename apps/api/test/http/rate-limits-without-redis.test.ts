import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort, until } from '@foyer/testing';
import { Redis } from 'ioredis';
import { startTestApi, type TestApi } from '../support.ts';

/** A Redis of this file's own, to be taken away. */
async function startRedis(port: number): Promise<() => Promise<void>> {
  const server = spawn('redis-server', ['--port', String(port), '--save', ''], { stdio: 'ignore' });
  const redis = new Redis(port, { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  await until(() => redis.ping().catch(() => null));
  redis.disconnect();
  return async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
}

const mutate = async (api: TestApi) => {
  const started = performance.now();
  const { status } = await api.post('/graphql', { query: 'mutation { __typename }' });
  return { status, ms: performance.now() - started };
};

test('without Redis nobody waits for a limit; when it comes, limits are back, also when it was not there at the start', async () => {
  const port = await freePort();
  const api = await startTestApi({
    env: { API_RATE_LIMITS: 'true', REDIS_URL: `redis://127.0.0.1:${port}` },
  });
  let stop = async () => {};
  const limited = () =>
    until(async () => {
      const answers = await Promise.all(Array.from({ length: 250 }, () => mutate(api)));
      return answers.some(({ status }) => status === 429);
    });
  try {
    expect((await mutate(api)).status).toBe(200);
    stop = await startRedis(port);
    await limited();

    await stop();
    const times: number[] = [];
    for (let i = 0; i < 10; i++) {
      const { status, ms } = await mutate(api);
      expect(status).toBe(200);
      times.push(ms);
    }
    // The queue of a lost connection would keep each of them for two seconds.
    expect(Math.min(...times)).toBeLessThan(1_500);

    // Another Redis, which knows none of the scripts.
    stop = await startRedis(port);
    await limited();
  } finally {
    await api.close();
    await stop();
  }
});
