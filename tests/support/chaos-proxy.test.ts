import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { until } from '@foyer/testing';
import { type ChaosProxy, startChaosProxy } from './chaos-proxy.ts';

let echo: Server;
let proxy: ChaosProxy;
const sockets: Socket[] = [];

beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startChaosProxy((echo.address() as AddressInfo).port);
});
afterEach(() => proxy.set({}));
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await proxy.close();
  echo.close();
});

/** A client, and what it has heard and felt so far. */
async function dial() {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  const state = { socket, heard: '', failed: '', isClosed: false };
  socket.on('data', (data) => {
    state.heard += data;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    state.failed = error.code ?? '';
  });
  socket.on('close', () => {
    state.isClosed = true;
  });
  await once(socket, 'connect');
  return state;
}

test('in fair weather every byte passes, in order', async () => {
  const client = await dial();
  const text = Array.from({ length: 20_000 }, (_, i) => `${i} `).join('');
  for (let i = 0; i < text.length; i += 1_000) client.socket.write(text.slice(i, i + 1_000));
  await until(() => client.heard.length === text.length);
  expect(client.heard).toBe(text);
});

test('latency delays both directions and keeps the order', async () => {
  proxy.set({ latencyMs: 60 });
  const client = await dial();
  const began = performance.now();
  for (const word of ['a', 'b', 'c']) client.socket.write(word);
  await until(() => client.heard === 'abc', { everyMs: 2 });
  expect(performance.now() - began).toBeGreaterThanOrEqual(115);
});

test('a blackhole swallows without a word, and what it held arrives when it lifts', async () => {
  const client = await dial();
  proxy.set({ isBlackhole: true });
  client.socket.write('hello');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(client).toMatchObject({ heard: '', isClosed: false });
  proxy.set({});
  await until(() => client.heard === 'hello');
});

test('resetting, cutting after so many bytes and refusing are felt as resets', async () => {
  const reset = await dial();
  reset.socket.write('x');
  await until(() => reset.heard === 'x');
  proxy.resetAll();
  await until(() => reset.isClosed);
  expect(reset.failed).toBe('ECONNRESET');

  const cut = await dial();
  proxy.set({ cutAfterServerBytes: 10 });
  cut.socket.write('1234');
  await until(() => cut.heard === '1234');
  cut.socket.write('567890');
  await until(() => cut.isClosed);
  expect(cut.heard).toBe('1234');

  proxy.set({ isRefusing: true });
  const refused = await dial().catch((error: NodeJS.ErrnoException) => ({ failed: error.code }));
  await until(() => refused.failed === 'ECONNRESET');
});

test('half a connection stays open and answers nothing', async () => {
  const client = await dial();
  client.socket.write('x');
  await until(() => client.heard === 'x');
  proxy.halfCloseAll();
  client.socket.write('y');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(client).toMatchObject({ heard: 'x', isClosed: false });
});
