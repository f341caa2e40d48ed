import { randomUUID } from 'node:crypto';
import { insertEvent, insertOrganization, until } from '@foyer/testing';
import { startTestApi, type TestApi } from '../support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** A number of the metrics, by the beginning of its line. */
const metric = async (series: string): Promise<number> => {
  const text = await (await api.get('/metrics')).text();
  const line = text.split('\n').find((one) => one.startsWith(series));
  return Number(line?.split(' ').at(-1));
};

test('what an order waits in a crowd before anybody works on it is in the metrics', async () => {
  const { adminPool } = api.db;
  const { id: orgId } = await insertOrganization(adminPool);
  const event = await insertEvent(adminPool, { orgId, quotas: { event: 10_000 } });
  const [ticketTypeId] = Object.values(event.ticketTypes);
  const locker = await adminPool.connect();
  await locker.query('begin');
  await locker.query('select from app_public.quotas where event_id = $1 for update', [event.id]);
  // Three hundred are worked on, and a batch is two hundred at most.
  const orders = Array.from({ length: 600 }, () =>
    api.post('/graphql', {
      query:
        'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId } }',
      variables: {
        input: {
          eventId: event.id,
          lines: [{ ticketTypeId, quantity: 1 }],
          idempotencyKey: randomUUID(),
        },
      },
    }),
  );
  await until(async () => (await metric('foyer_crowd_waiting')) === 300);
  const before = await metric('foyer_reservation_oldest_seconds');
  await until(async () => (await metric('foyer_reservation_oldest_seconds')) > before + 0.6);
  await locker.query('rollback');
  locker.release();
  const statuses = (await Promise.all(orders)).map(({ status }) => status);
  expect(statuses).toEqual(Array(600).fill(200));
  const waits = 'foyer_reservation_wait_seconds';
  await until(async () => (await metric(`${waits}_count`)) === 600);
  // But for the first batch everybody waited, most of all those whom nobody worked on.
  expect(await metric(`${waits}_bucket{le="0.5"`)).toBeLessThanOrEqual(200);
  expect(await metric('foyer_crowd_waiting')).toBe(0);
});
