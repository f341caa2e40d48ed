import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withClaims } from '@foyer/db';
import { insertEvent, insertOrganization, insertUser, type TestEvent, until } from '@foyer/testing';
import { Webhook } from 'standardwebhooks';
import { confirmFree, dataOf, nameAttendees, reserve } from '../support/buyer.ts';
import { quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { killAt, useSystem } from '../support/system.ts';

const system = useSystem({
  services: ['api', 'worker', 'inbox'],
  variables: { worker: { WEBHOOKS_TO_PRIVATE_NETWORKS: 'true' } },
});

type Received = { headers: IncomingHttpHeaders; body: string; at: number };
type Answer = (response: ServerResponse, nth: number) => void;

const receivers: { close(): void }[] = [];
afterAll(() => {
  for (const { close } of receivers) close();
});

/** Someone of a tenant of its own who wants to be told of its orders, and answers as it is told to. */
async function integrator(answer: Answer) {
  const received: Received[] = [];
  let present = answer;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    received.push({ headers: request.headers, body, at: Date.now() });
    present(response, received.length);
  });
  receivers.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

  const { admin } = system();
  const owner = await insertUser(admin);
  const { id: orgId } = await insertOrganization(admin, { members: { [owner.id]: 'owner' } });
  const event = await insertEvent(admin, { orgId, quotas: { event: 1_000_000 } });
  const ask = <T>(sql: string, values: unknown[]): Promise<T> =>
    withClaims(
      admin,
      { userId: owner.id },
      async (client) => (await client.query(sql, values)).rows[0] as T,
    );
  const { id, secret } = await ask<{ id: string; secret: string }>(
    `select (m.endpoint).id, m.secret
     from app_public.create_webhook_endpoint($1, 'CRM', $2, '{registration_confirmed}') m`,
    [orgId, url],
  );
  return {
    received,
    event,
    /** What was received, as the secret vouches for. */
    told: () =>
      received.map(({ headers, body }) => ({
        id: headers['webhook-id'],
        ...(new Webhook(secret).verify(body, headers as Record<string, string>) as {
          type: string;
          data: { registrationId?: string };
        }),
      })),
    change(to: Answer) {
      present = to;
    },
    test: () => ask('select app_public.test_webhook_endpoint($1)', [id]),
    switchOff: () => ask('select app_public.switch_webhook_endpoint($1, false)', [id]),
    /** Much to be told at once, as after a busy hour. */
    backlog: (count: number) =>
      admin.query(
        `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
         select $1, $2, 'endpoint_tested', $2 from generate_series(1, $3::int)`,
        [orgId, id, count],
      ),
    deliveries: async () =>
      (
        await admin.query<{
          id: string;
          status: string;
          attempt_count: number;
          claimed_until: Date | null;
          last_http_status: number | null;
          last_failure: string | null;
          took: number;
        }>(
          `select *, extract(epoch from coalesce(delivered_at, clock_timestamp()) - created_at)::float as took
           from app_public.webhook_deliveries where webhook_endpoint_id = $1 order by id`,
          [id],
        )
      ).rows,
    state: async () =>
      (
        await admin.query<{
          disabled_because: string | null;
          failing_since: Date | null;
          paused_until: Date | null;
        }>('select * from app_public.webhook_endpoints where id = $1', [id])
      ).rows[0],
    /** As if so much time had gone by. */
    later: (interval: string) =>
      admin.query(
        `with endpoint as (
           update app_public.webhook_endpoints
           set paused_until = paused_until - $2::interval, failing_since = failing_since - $2::interval where id = $1)
         update app_public.webhook_deliveries
         set next_attempt_at = next_attempt_at - $2::interval, claimed_until = claimed_until - $2::interval
         where webhook_endpoint_id = $1 and status = 'pending'`,
        [id, interval],
      ),
  };
}

const answering =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();
const hanging: Answer = () => {};
const dripping: Answer = (response) => {
  response.writeHead(200);
  const drip = setInterval(() => response.write('.'), 50);
  response.on('close', () => clearInterval(drip));
};

async function buy(event: TestEvent): Promise<string> {
  const held = dataOf(await reserve(system(), event));
  await nameAttendees(system(), event, held);
  dataOf(await confirmFree(system(), held));
  return held.registrationId;
}

test('an order is told, signed, once it is one', async () => {
  const crm = await integrator(answering(200));
  const registrationId = await buy(crm.event);
  await until(() => crm.received.length > 0);
  expect(crm.told()).toMatchObject([{ type: 'registration.confirmed', data: { registrationId } }]);
  await until(async () => (await crm.deliveries())[0]?.status === 'delivered');
});

test('a receiver that fails is asked again and again under one id, until it has it', async () => {
  const crm = await integrator(answering(500));
  const registrationId = await buy(crm.event);
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await until(async () => {
      const [delivery] = await crm.deliveries();
      // Noted, that is: received alone is an attempt that is still under way.
      return delivery?.attempt_count === attempt && delivery.claimed_until === null;
    });
    expect(crm.received).toHaveLength(attempt);
    expect((await crm.deliveries())[0]?.last_http_status).toBe(500);
    expect((await crm.state())?.failing_since).not.toBeNull();
    if (attempt === 4) crm.change(answering(200));
    await crm.later('1 day');
  }
  await until(async () => (await crm.deliveries())[0]?.status === 'delivered');
  const told = crm.told();
  expect(told).toHaveLength(5);
  expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  expect(new Set(told.map(({ data }) => data.registrationId))).toEqual(new Set([registrationId]));
  expect(await crm.state()).toMatchObject({ failing_since: null, disabled_because: null });
});

test('a worker killed after the receiver took it tells it once more, under the same id', async () => {
  const crm = await integrator(answering(200));
  const point = killAt(system(), 'worker', 'webhook-delivery.after-send');
  const registrationId = await buy(crm.event);
  await point.struck();
  expect(await crm.deliveries()).toMatchObject([{ status: 'pending', attempt_count: 1 }]);
  await crm.later('30 seconds');
  await until(async () => (await crm.deliveries())[0]?.status === 'delivered');
  const told = crm.told();
  expect(told.length).toBe(2);
  expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  expect(told[0]?.data.registrationId).toBe(registrationId);
});

test('nobody waits for a receiver that hangs, fails, redirects or sends without end', async () => {
  const backlog = quickOrLong(40, 400);
  // More than there are places for: four each.
  const bad = await Promise.all(
    [
      ...Array.from({ length: 30 }, () => hanging),
      answering(500),
      answering(302, { location: 'http://127.0.0.1:9/elsewhere' }),
      dripping,
    ].map(integrator),
  );
  const good = await integrator(answering(200));
  for (const { backlog: fill } of bad) await fill(backlog);
  // Those that hang have what they may have at a time, and keep it.
  await until(() => bad.slice(0, 20).every(({ received }) => received.length > 0));
  const orders = quickOrLong(5, 30);
  for (let i = 0; i < orders; i += 1) {
    const registrationId = await buy(good.event);
    await until(() => good.told().some(({ data }) => data.registrationId === registrationId));
    // The first attempts that hang are still under way in the quick form: nothing of theirs had to end.
  }
  await until(async () => (await good.deliveries()).every(({ status }) => status === 'delivered'));
  const deliveries = await good.deliveries();
  expect(deliveries).toHaveLength(orders);
  expect(deliveries.map(({ attempt_count }) => attempt_count)).toEqual(Array(orders).fill(1));
  const slowest = Math.max(...deliveries.map(({ took }) => took));
  report(
    `the slowest of ${orders} took ${Math.round(slowest * 1_000)} ms beside ${bad.length} dead receivers (goal: 1,000)`,
  );
  // A hanging receiver keeps an attempt for ten seconds: whoever waited for one would take that long.
  expect(slowest).toBeLessThan(quickOrLong(10, 1));
  const [failing, redirecting, endless] = bad.slice(-3);
  const failures = new Set((await redirecting?.deliveries())?.map((d) => d.last_failure));
  expect(failures).toEqual(new Set(['redirect', null]));
  expect((await failing?.deliveries())?.some(({ status }) => status === 'delivered')).toBe(false);
  await until(async () =>
    (await endless?.deliveries())?.every(({ status }) => status === 'delivered'),
  );
  for (const { switchOff } of bad) await switchOff();
});

test('a receiver that is gone is told nothing more', async () => {
  const crm = await integrator(answering(410));
  await buy(crm.event);
  await until(async () => (await crm.state())?.disabled_because === 'gone');
  const seen = crm.received.length;
  await buy(crm.event);
  expect(await crm.deliveries()).toMatchObject([{ status: 'failed', last_http_status: 410 }]);
  await expect(crm.test()).rejects.toThrow('switched off');
  expect(crm.received).toHaveLength(seen);
});

test('a receiver that asks to wait is left alone, with everything, until then', async () => {
  const crm = await integrator(answering(429, { 'retry-after': '600' }));
  await crm.test();
  await until(async () => (await crm.state())?.paused_until);
  await buy(crm.event);
  crm.change(answering(200));
  // Another's that comes later is told meanwhile: the worker has looked, and let this one be.
  const other = await integrator(answering(200));
  await buy(other.event);
  await until(() => other.received.length === 1);
  expect(crm.received).toHaveLength(1);
  await crm.later('11 minutes');
  await until(async () => (await crm.deliveries()).every(({ status }) => status === 'delivered'));
  expect(crm.told().map(({ type }) => type)).toEqual(
    expect.arrayContaining(['endpoint.tested', 'registration.confirmed']),
  );
});
