import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGracefulClose } from '../src/index.ts';

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

async function start(handler: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(handler);
  const close = createGracefulClose(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const [res] = await once(get({ port, host: '127.0.0.1', agent }), 'response');
    return await text(res);
  };
  return { server, close, port, ask };
}

test('what is under way is answered, and then its connection is closed', async () => {
  const underWay = Promise.withResolvers<ServerResponse>();
  const { close, ask } = await start((_req, res) => underWay.resolve(res));
  const answer = ask();
  const res = await underWay.promise;
  const closed = close();
  res.end('answered');
  expect(await answer).toBe('answered');
  await closed;
});

test('connections on which nothing is asked are closed at once, whether or not anything ever was', async () => {
  const { server, close, port, ask } = await start((_req, res) => res.end('answered'));
  await ask();
  const opened = once(server, 'connection');
  // As browsers open them in advance.
  const inAdvance = connect(port, '127.0.0.1');
  await opened;
  const ended = once(inAdvance.resume(), 'close');
  const began = performance.now();
  await Promise.all([close(), ended]);
  // It gives up after eight seconds.
  expect(performance.now() - began).toBeLessThan(6_000);
});
