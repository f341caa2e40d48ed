import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogoLoader, initials } from './logo.ts';

const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>';

let requests: string[] = [];
let server: Server;
let origin: string;
let foreign: string;

beforeAll(async () => {
  const bodies: Record<string, Buffer | string> = {
    '/logo.png': png,
    '/logo.svg': svg,
    '/doctype.svg': `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>${svg}`,
    '/page.html': '<html><svg></svg></html>',
    '/huge.png': Buffer.concat([png, Buffer.alloc(600 * 1024)]),
  };
  server = createServer((req, res) => {
    requests.push(req.url ?? '');
    if (req.url === '/redirect') {
      res.writeHead(302, { location: `${foreign}/logo.png` }).end();
      return;
    }
    const body = bodies[req.url ?? ''];
    res.writeHead(body ? 200 : 404).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  foreign = `http://localhost:${port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  requests = [];
});

const loader = () => createLogoLoader({ origins: [origin], webUrl: origin });

test('loads a logo of ours, by address or by path, once', async () => {
  const load = loader();
  expect(await load('/logo.png')).toMatchObject({ type: 'png' });
  expect(await load(`${origin}/logo.svg`)).toEqual({ type: 'svg', text: svg });
  await load('/logo.png');
  expect(requests).toEqual(['/logo.png', '/logo.svg']);
});

test.each([
  ['another host', () => `${foreign}/logo.png`],
  ['a host in front of a path', () => `//${new URL(foreign).host}/logo.png`],
  ['the cloud’s metadata', () => 'http://169.254.169.254/latest'],
  ['a file', () => 'file:///etc/passwd'],
  ['nonsense', () => 'http://'],
])('asks nothing of %s', async (_what, url) => {
  expect(await loader()(url())).toBeNull();
  expect(requests).toEqual([]);
});

test('follows no redirect', async () => {
  expect(await loader()('/redirect')).toBeNull();
  expect(requests).toEqual(['/redirect']);
});

test.each(['/doctype.svg', '/page.html', '/huge.png', '/missing.png'])(
  'does without %s',
  async (path) => {
    expect(await loader()(path)).toBeNull();
  },
);

test('initials stand in for a logo', () => {
  expect(initials('Open Source Days')).toBe('OS');
  expect(initials('東京イベント')).toBe('東');
  expect(initials('<>&')).toBe('');
});
