import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationName, type TypedDocument } from './document.ts';
import { graphqlFetch } from './fetch.ts';

let server: Server;
let url: string;
let calls: { headers: IncomingMessage['headers']; body: string }[];
let answer: (response: ServerResponse) => void;

const mutation = new String('\n  mutation Buy($n: Int!) { buy(n: $n) { id } }') as TypedDocument<
  { buy: { id: string } },
  { n: number }
>;
const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req-1' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

beforeEach(async () => {
  calls = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    calls.push({ headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test('sends the operation with who asks, and returns its data', async () => {
  answer = (response) => json(response, 200, { data: { buy: { id: 'r1' } } });

  const result = await graphqlFetch(
    mutation,
    { n: 2 },
    {
      url,
      token: 'jwt',
      registrationToken: 'r1.mac',
      eventLink: 'link',
    },
  );

  expect(result).toEqual({ ok: true, data: { buy: { id: 'r1' } } });
  expect(calls[0]?.headers).toMatchObject({
    authorization: 'Bearer jwt',
    'x-registration-token': 'r1.mac',
    'x-event-link': 'link',
  });
  expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
    operationName: 'Buy',
    variables: { n: 2 },
  });
});

test('without credentials it sends none', async () => {
  answer = (response) => json(response, 200, { data: { buy: null } });
  await graphqlFetch(mutation, { n: 1 }, { url, token: null });
  expect(calls[0]?.headers).not.toHaveProperty('authorization');
  expect(calls[0]?.headers).not.toHaveProperty('x-registration-token');
});

test('a coded error is a value with its code, hint and request id', async () => {
  answer = (response) =>
    json(response, 200, {
      data: { buy: null },
      errors: [{ message: 'Sold out.', extensions: { code: 'SOLD_OUT', hint: 'Look again.' } }],
    });

  expect(await graphqlFetch(mutation, { n: 1 }, { url })).toEqual({
    ok: false,
    error: { code: 'SOLD_OUT', message: 'Sold out.', hint: 'Look again.', requestId: 'req-1' },
  });
});

test.each([
  ['an unknown code', { errors: [{ message: 'x', extensions: { code: '42P01' } }] }],
  ['a page of HTML', '<html>502</html>'],
  ['nothing', ''],
  ['a list', []],
  ['no data and no errors', {}],
])('%s is INTERNAL', async (_, body) => {
  answer = (response) => json(response, 502, body);
  const result = await graphqlFetch(mutation, { n: 1 }, { url });
  expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
});

test('a mutation that gets no answer is sent once and reported as timed out', async () => {
  answer = () => {};
  const result = await graphqlFetch(mutation, { n: 1 }, { url, timeoutMs: 100 });
  expect(result).toMatchObject({ ok: false, error: { code: 'TIMEOUT' } });
  expect(calls).toHaveLength(1);
});

test('a server that is not there is NETWORK, a caller that went away is its abort', async () => {
  const away = await graphqlFetch(mutation, { n: 1 }, { url: 'http://127.0.0.1:1/graphql' });
  expect(away).toMatchObject({ ok: false, error: { code: 'NETWORK' } });

  answer = () => {};
  const controller = new AbortController();
  const call = graphqlFetch(mutation, { n: 1 }, { url, signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toThrow();
});

test('names an operation whatever stands before it', () => {
  expect(operationName(mutation as never)).toBe('Buy');
});
