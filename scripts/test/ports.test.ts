import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { freePort, freePorts, isPortFree, requireFreePorts } from '../launcher/ports.ts';

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

test('a taken port is refused with its number, its holder and the variable that moves it', async () => {
  const port = await freePort();
  const server = await listen(port, '127.0.0.1');

  const asking = requireFreePorts([{ what: 'web', variable: 'WEB_PORT', port }]);

  const holder = process.platform === 'linux' ? ` \\(process ${process.pid}\\)` : '';
  await expect(asking).rejects.toThrow(new RegExp(`Port ${port} \\(web\\) .*${holder}.*WEB_PORT=`));
  await close(server);
});

test.each(['127.0.0.1', '0.0.0.0', '::'])('a listener on %s makes a port taken', async (host) => {
  const port = await freePort();
  const server = await listen(port, host);

  expect(await isPortFree(port)).toBe(false);

  await close(server);
  expect(await isPortFree(port)).toBe(true);
});

test('all taken ports are told at once', async () => {
  const [a = 0, b = 0, free = 0] = await freePorts(3);
  const servers = await Promise.all([listen(a, '127.0.0.1'), listen(b, '127.0.0.1')]);
  const wanted = [
    { what: 'web', variable: 'WEB_PORT', port: a },
    { what: 'mail inbox', variable: 'INBOX_PORT', port: free },
    { what: 'API', variable: 'API_PORT', port: b },
  ];

  const asking = requireFreePorts(wanted);

  await expect(asking).rejects.toThrow(/WEB_PORT.*API_PORT/s);
  await expect(asking).rejects.not.toThrow(/INBOX_PORT/);
  await Promise.all(servers.map(close));
});

test('the same port for two services is refused by the names of both variables', async () => {
  const port = await freePort();
  const wanted = ['WEB_PORT', 'API_PORT'].map((variable) => ({ what: variable, variable, port }));

  await expect(requireFreePorts(wanted)).rejects.toThrow(/WEB_PORT and API_PORT/);
});
