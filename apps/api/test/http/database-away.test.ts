import { randomUUID } from 'node:crypto';
import { insertEvent, insertOrganization } from '@foyer/testing';
import {
  type ChaosProxy,
  startChaosProxy,
  through,
} from '../../../../tests/support/chaos-proxy.ts';
import { errorOf, startTestApi, type TestApi } from '../support.ts';

let straight: TestApi & { privateKey: string };
let api: TestApi;
let proxy: ChaosProxy;
beforeAll(async () => {
  straight = await startTestApi();
  proxy = await startChaosProxy(Number(new URL(straight.db.urls.api).port));
  api = await startTestApi({
    beside: straight,
    env: { API_DATABASE_URL: through(proxy, straight.db.urls.api) },
  });
});
afterAll(async () => {
  proxy.set({});
  await api.close();
  await straight.close();
  await proxy.close();
});

test('while the database is away every way in says so, under a code that tells to ask again', async () => {
  const { admin } = api.db.pools;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId });
  const reserve = () =>
    api.post('/graphql', {
      query:
        'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { status } }',
      variables: {
        input: {
          eventId: event.id,
          lines: [{ ticketTypeId: event.ticketTypes.Standard, quantity: 1 }],
          idempotencyKey: randomUUID(),
        },
      },
    });
  const codeOf = async (answer: Response) =>
    ((await answer.json()) as { errors?: { extensions: { code: string } }[] }).errors?.[0]
      ?.extensions.code;
  expect(await codeOf(await reserve())).toBeUndefined();

  proxy.set({ isRefusing: true });
  proxy.resetAll();
  expect(await codeOf(await reserve())).toBe('UNAVAILABLE');
  const read = await api.post('/graphql', { query: '{ discoverEvents(first: 1) { totalCount } }' });
  expect(await codeOf(read)).toBe('UNAVAILABLE');
  const rest = await api.get(`/registrations/${randomUUID()}/download`, {
    'x-registration-token': api.link(randomUUID()),
  });
  expect(rest.status).toBe(503);
  expect(rest.headers.get('retry-after')).toBe('1');
  expect(await errorOf(rest)).toMatchObject({ code: 'UNAVAILABLE', hint: expect.any(String) });
  expect((await api.get('/health/ready')).status).toBe(503);
  expect(api.log).toContainEqual(
    expect.objectContaining({ level: 'warn', msg: 'the database does not answer' }),
  );

  proxy.set({});
  expect(await codeOf(await reserve())).toBeUndefined();
  const unexpected = ['a request failed', 'masked GraphQL error'];
  expect(api.log.filter(({ msg }) => unexpected.includes(String(msg)))).toEqual([]);
});
