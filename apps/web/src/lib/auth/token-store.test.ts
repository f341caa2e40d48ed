import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TokenStore } from './token-store.ts';

let server: Server;
let url: string;
let requests: { method: string; path: string }[];
let answer: (response: ServerResponse) => void;

const user = { id: 'u1', email: 'ada@example.com', name: 'Ada' };
const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '' });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

test('many callers at once cause one refresh', async () => {
  answer = (response) => json(response, 200, { accessToken: 'one', expiresIn: 900, user });
  const store = new TokenStore(url);

  const tokens = await Promise.all(Array.from({ length: 20 }, () => store.getToken()));

  expect(tokens).toEqual(Array(20).fill({ ok: true, data: 'one' }));
  expect(requests).toEqual([{ method: 'POST', path: '/auth/refresh' }]);
  expect(store.getState()).toMatchObject({ status: 'signedIn', user });
});

test('a token that is about to run out is refreshed before it is used', async () => {
  answer = (response) => json(response, 200, { accessToken: 'fresh', expiresIn: 900, user });
  const store = new TokenStore(url);
  store.accept({ accessToken: 'old', expiresIn: 20, user });

  expect(await store.getToken()).toEqual({ ok: true, data: 'fresh' });
  expect(await store.getToken()).toEqual({ ok: true, data: 'fresh' });
  expect(requests).toHaveLength(1);
});

test('a refusal ends the sign-in, and anonymous visitors ask no more', async () => {
  answer = (response) => json(response, 401, { error: { code: 'TOKEN_INVALID', message: 'x' } });
  const store = new TokenStore(url);

  expect(await store.getToken()).toEqual({ ok: true, data: null });
  expect(await store.getToken()).toEqual({ ok: true, data: null });
  expect(store.getState()).toEqual({ status: 'anonymous', user: null, failure: null });
  expect(requests).toHaveLength(1);
});

test('a lost connection does not sign anyone out', async () => {
  answer = (response) => response.destroy();
  const store = new TokenStore(url);
  store.accept({ accessToken: 'still good', expiresIn: 25, user });

  expect(await store.getToken()).toEqual({ ok: true, data: 'still good' });
  expect(store.getState().status).toBe('signedIn');
});

test('an answer of the wrong shape is not a sign-in', async () => {
  answer = (response) => json(response, 200, { accessToken: 42 });
  const store = new TokenStore(url);

  expect(await store.getToken()).toEqual({ ok: true, data: null });
  expect(store.getState()).toMatchObject({ status: 'anonymous', failure: { code: 'INTERNAL' } });
});

test.each([
  [503, 'UNAVAILABLE'],
  [502, 'INTERNAL'],
  [429, 'RATE_LIMITED'],
])(
  'a server that answers %i signs nobody out, and is not asked as a stranger',
  async (status, code) => {
    answer = (response) => json(response, status, { error: { code, message: 'x' } });
    const store = new TokenStore(url);
    store.accept({ accessToken: 'run out', expiresIn: 0, user });

    expect(await store.getToken()).toMatchObject({ ok: false, error: { code } });
    expect(store.getState().status).toBe('signedIn');
  },
);

test('who could not be recognized at first is, as soon as the server can say', async () => {
  answer = (response) => json(response, 503, { error: { code: 'UNAVAILABLE', message: 'x' } });
  const store = new TokenStore(url);
  expect(await store.refresh()).toEqual({ ok: true, data: null });
  expect(store.getState()).toMatchObject({
    status: 'anonymous',
    failure: { code: 'UNAVAILABLE' },
  });

  answer = (response) => json(response, 200, { accessToken: 'one', expiresIn: 900, user });
  await store.refresh();
  expect(store.getState()).toMatchObject({ status: 'signedIn', user });
});
