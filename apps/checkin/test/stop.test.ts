import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createTestDatabase, createTestRedis, freePort, until } from '@foyer/testing';

test('a server that is stopped waits for no connection on which nothing is asked', async () => {
  const db = await createTestDatabase();
  const redis = await createTestRedis('checkin');
  const port = await freePort();
  const server = spawn(process.execPath, [join(import.meta.dirname, '../src/server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      CHECKIN_PORT: String(port),
      CHECKIN_DATABASE_URL: db.urls.checkin,
      CHECKIN_REDIS_URL: redis.url,
      PUBLIC_WEB_URL: 'http://localhost:3000',
    },
  });
  const log = text(server.stdout);
  try {
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok);
    // As browsers open them in advance.
    await once(connect(port, '127.0.0.1').resume(), 'connect');
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await log).toBe('');
  } finally {
    server.kill('SIGKILL');
    await redis.close();
    await db.close();
  }
});
