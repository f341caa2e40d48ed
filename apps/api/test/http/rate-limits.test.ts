import { errorOf, startTestApi, type TestApi } from '../support.ts';

let api: TestApi & { privateKey: string };
let beside: TestApi;
beforeAll(async () => {
  api = await startTestApi({ env: { API_RATE_LIMITS: 'true', API_TRUSTED_PROXIES: '1' } });
  beside = await startTestApi({
    env: { API_RATE_LIMITS: 'true', API_TRUSTED_PROXIES: '1' },
    beside: api,
  });
});
afterAll(async () => {
  await beside.close();
  await api.close();
});

const from = (address: string) => ({ 'x-forwarded-for': address });
const ask = (to: TestApi, email: string, address: string) =>
  to.post('/auth/forgot-password', { email }, from(address));

/**
 * The refusal of what is over a limit. A limit that Redis says nothing about in time lets a request through, and
 * counts it nevertheless: a machine that stands still for a moment may let one pass, never two in a row.
 */
async function refused(asking: () => Promise<Response>): Promise<Response> {
  const first = await asking();
  return first.status === 429 ? first : await asking();
}

test('an account is asked for six times an hour, from wherever and through whichever process', async () => {
  for (let i = 0; i < 6; i += 1) {
    const answer = await ask(i % 2 ? api : beside, 'ada@example.org', `192.0.2.${i}`);
    expect(answer.status).toBe(202);
  }
  const seventh = await refused(() => ask(api, 'ADA@example.org ', '192.0.2.99'));
  expect(seventh.status).toBe(429);
  expect(await errorOf(seventh)).toMatchObject({
    code: 'RATE_LIMITED',
    hint: expect.stringMatching(/Try again in \d+ seconds/),
  });
  expect(Number(seventh.headers.get('retry-after'))).toBeGreaterThan(3000);
  expect((await ask(api, 'grace@example.org', '192.0.2.99')).status).toBe(202);
});

test('an address is believed from the proxy in front of us and not from the client', async () => {
  const claimed = (i: number) => `203.0.113.${i}, 198.51.100.7`;
  const statuses: number[] = [];
  for (let i = 0; i < 30; i += 1)
    statuses.push((await ask(api, `p${i}@example.org`, claimed(i))).status);
  expect(statuses).toEqual(Array(30).fill(202));
  expect((await refused(() => ask(api, 'p30@example.org', claimed(30)))).status).toBe(429);
});

test('mutations are counted by caller, queries are not', async () => {
  const mutate = (address: string, headers: Record<string, string> = {}) =>
    api.post('/graphql', { query: 'mutation { __typename }' }, { ...from(address), ...headers });
  const answers = await Promise.all(Array.from({ length: 240 }, () => mutate('192.0.2.200')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const over = await refused(() => mutate('192.0.2.200'));
  expect(over.status).toBe(429);
  expect(await over.json()).toMatchObject({
    errors: [{ extensions: { code: 'RATE_LIMITED', hint: expect.any(String) } }],
  });
  expect((await mutate('192.0.2.201')).status).toBe(200);
  expect((await mutate('192.0.2.200', api.bearer(crypto.randomUUID()))).status).toBe(200);
  const query = await api.post('/graphql', { query: '{ __typename }' }, from('192.0.2.200'));
  expect(query.status).toBe(200);
});

test('the first half of an IPv6 address is whose it is', async () => {
  const askFrom = (i: number) => ask(api, `v6-${i}@example.org`, `2001:db8:1:2::${i.toString(16)}`);
  for (let i = 0; i < 30; i += 1) expect((await askFrom(i)).status).toBe(202);
  expect((await refused(() => askFrom(30))).status).toBe(429);
});
