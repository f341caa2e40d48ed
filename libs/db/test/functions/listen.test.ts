import { connect, createServer, type Server, type Socket } from 'node:net';
import { createTestDatabase, freePort, type TestDatabase, until } from '@foyer/testing';
import { listen } from '../../src/listen.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const source = (databaseUrl: string) => ({
  databaseUrl,
  channel: 'foyer_live',
  applicationName: 'a-listener',
});
function gather() {
  const heard: string[] = [];
  let connections = 0;
  const troubles: unknown[] = [];
  return {
    heard,
    troubles,
    connections: () => connections,
    on: {
      message: (payload: string) => void heard.push(payload),
      connected: () => {
        connections += 1;
      },
      trouble: (error: unknown) => void troubles.push(error),
    },
  };
}
const tell = (text: string) =>
  db.pools.admin.query('select pg_notify($1, $2)', ['foyer_live', text]);

test('it hears what is said, and says when it has to look by itself', async () => {
  const { heard, connections, troubles, on } = gather();
  const listener = listen(source(db.urls.api), on);
  try {
    await until(() => listener.isConnected());
    await tell('one');
    await until(() => heard.includes('one'));
    await db.pools.admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'a-listener' and datname = current_database()`,
    );
    await until(() => connections() === 2);
    await tell('two');
    await until(() => heard.includes('two'));
    expect(heard).toEqual(['one', 'two']);
    expect(troubles).toHaveLength(1);
  } finally {
    await listener.stop();
  }
  expect(listener.isConnected()).toBe(false);
  expect(troubles).toHaveLength(1);
});

test('stopped while it looks by itself, it asks nothing afterwards', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
  const before = timers();
  const looking = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<void>();
  const { on } = gather();
  const listener = listen(source(db.urls.api), {
    ...on,
    connected() {
      looking.resolve();
      return looked.promise;
    },
  });
  await looking.promise;
  await listener.stop();
  looked.resolve();
  await new Promise(setImmediate);
  expect(listener.isConnected()).toBe(false);
  expect(timers()).toEqual(before);
});

test('a connection that is dead without a word is noticed and replaced', async () => {
  // A door in front of PostgreSQL that, once closed, swallows whatever comes: no reset, no farewell.
  const { hostname, port } = new URL(db.urls.api);
  let isDeaf = false;
  const sockets: Socket[] = [];
  const server: Server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const passes = !isDeaf;
    sockets.push(client, upstream);
    client.on('data', (chunk) => void ((passes && isDeaf) || upstream.write(chunk)));
    upstream.on('data', (chunk) => void ((passes && isDeaf) || client.write(chunk)));
    for (const socket of [client, upstream]) socket.on('error', () => {});
  });
  const proxyPort = await freePort();
  await new Promise<void>((resolve) => server.listen(proxyPort, '127.0.0.1', resolve));
  const url = new URL(db.urls.api);
  url.hostname = '127.0.0.1';
  url.port = String(proxyPort);

  const { heard, connections, on } = gather();
  const listener = listen(source(url.href), on);
  try {
    await until(() => listener.isConnected());
    isDeaf = true;
    await tell('nobody hears this');
    await until(() => connections() === 2);
    await tell('but this');
    await until(() => heard.includes('but this'));
    expect(heard).not.toContain('nobody hears this');
  } finally {
    await listener.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
