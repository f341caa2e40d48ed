import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import { createPool } from '../src/index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

/** The database by way of a line that can go dead: open, and nothing arrives any more. */
async function startLine(url: string) {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const target = connect(Number(new URL(url).port), '127.0.0.1');
    sockets.push(client, target);
    for (const socket of [client, target]) socket.on('error', () => {});
    client.pipe(target).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    goDead: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a connection on which nothing is heard any more is given up, and the next one works', async () => {
  const line = await startLine(db.urls.worker);
  const pool = createPool(line.url, { applicationName: 'test', max: 1, statementTimeoutMs: 100 });
  await pool.query('select 1');
  line.goDead();
  await expect(pool.query('select 1')).rejects.toThrow('timeout');
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
  await line.close();
});
