import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  type TestDatabase,
} from '@foyer/testing';
import {
  as,
  buy,
  type Claimed,
  claim,
  deliveryOf,
  endpoint,
  endpointOf,
  first,
  later,
  note,
  tell,
  type World,
  withEventIn,
} from './webhooks.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withEvent = (work: (world: World) => Promise<void>) => withEventIn(db, work);

describe('when', () => {
  test('what fails is tried ten times within some three days, under the same id, and then given up', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const waits: number[] = [];
      const ids = new Set<string>();
      let outcome: string | undefined;
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        const claimed = first(await claim(client));
        expect(claimed.attempt).toBe(attempt);
        ids.add(claimed.delivery_id);
        outcome = await note(client, claimed, { status: 500, failure: 'answer' });
        const { wait } = await deliveryOf(client, claimed.delivery_id);
        if (attempt === 10) break;
        waits.push(wait);
        expect(outcome).toBe('retried');
        expect(await claim(client)).toEqual([]);
        // The endpoint is not to be given up for the days that this takes.
        await client.query(
          'update app_public.webhook_endpoints set failing_since = clock_timestamp()',
        );
        await later(client, `${wait} seconds`);
      }
      expect(outcome).toBe('given_up');
      expect(ids.size).toBe(1);
      const schedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
      waits.forEach((wait, i) => {
        expect(wait).toBeGreaterThan((schedule[i] ?? 0) - 1);
        expect(wait).toBeLessThanOrEqual((schedule[i] ?? 0) * 1.1);
      });
      expect(waits).toHaveLength(schedule.length);
      expect(await deliveryOf(client, [...ids][0] ?? '')).toMatchObject({
        status: 'failed',
        next_attempt_at: null,
        last_http_status: 500,
        last_failure: 'answer',
      });
      await later(client, '30 days');
      expect(await claim(client)).toEqual([]);
    }));

  test('whoever asks for patience gets it, with all that is to be told there', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 3);
      const [one, ...others] = await claim(client);
      for (const other of others) await note(client, other);
      await tell(client, id);
      await note(client, one as Claimed, { status: 429, failure: 'answer', retryAfter: 120 });
      await later(client, '119 seconds');
      expect(await claim(client)).toEqual([]);
      await later(client, '14 seconds');
      expect((await claim(client)).length).toBeGreaterThan(0);
    }));

  test('a Retry-After of a year is a day, and none makes an attempt come sooner', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const claimed = first(await claim(client));
      await note(client, claimed, { status: 503, failure: 'answer', retryAfter: 999_999_999 });
      expect((await deliveryOf(client, claimed.delivery_id)).wait).toBeLessThanOrEqual(
        86_400 * 1.1,
      );
      await later(client, '2 days');
      const again = first(await claim(client));
      await note(client, again, { status: 503, failure: 'answer', retryAfter: 1 });
      expect((await deliveryOf(client, again.delivery_id)).wait).toBeGreaterThan(299);
    }));

  test('a worker that dies is followed by another when its lease is over, and a late word changes nothing', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      const lost = first(await claim(client));
      expect(await claim(client)).toEqual([]);
      await later(client, '31 seconds');
      const next = first(await claim(client));
      expect(next).toMatchObject({ delivery_id: lost.delivery_id, attempt: 2 });
      expect(await note(client, lost, { failure: 'timeout' })).toBe('late');
      expect(await note(client, next)).toBe('delivered');
      expect(await note(client, lost)).toBe('ended');
      expect(await note(client, lost, { status: 410, failure: 'answer' })).toBe('ended');
      expect(await endpointOf(client, id)).toMatchObject({ disabled_at: null });
    }));
});

describe('until when', () => {
  test('410 means gone: the endpoint is switched off, with all that it was still to be told', () =>
    withEvent(async (world) => {
      const { client, event, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 6);
      const claimed = first(await claim(client));
      expect(await note(client, claimed, { status: 410, failure: 'answer' })).toBe('gone');
      expect(await endpointOf(client, id)).toMatchObject({ disabled_because: 'gone' });
      const told = await client.query(
        `select payload from app_private.outbox where topic = 'webhooks.endpoint_off'`,
      );
      expect(told.rows).toEqual([{ payload: { endpointId: id, userId: ownerId } }]);
      await client.query('select app_private.fail_undeliverable_webhooks(4)');
      await client.query('select app_private.fail_undeliverable_webhooks(4)');
      const states = await client.query(
        'select status, count(*)::int from app_public.webhook_deliveries where webhook_endpoint_id = $1 group by 1',
        [id],
      );
      expect(states.rows).toEqual([{ status: 'failed', count: 6 }]);
      await buy(client, event);
      await later(client, '1 day');
      expect(await claim(client)).toEqual([]);

      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, true)', [id]);
      await as(client, ownerId, 'select app_public.redeliver_webhook($1)', [claimed.delivery_id]);
      expect(await claim(client)).toMatchObject([{ delivery_id: claimed.delivery_id, attempt: 1 }]);
    }));

  test('what was sent before an endpoint asked for patience does not end that', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 4);
      const [refused, taken] = await claim(client);
      await note(client, refused as Claimed, { status: 429, failure: 'answer', retryAfter: 600 });
      await note(client, taken as Claimed);
      await tell(client, id);
      await later(client, '599 seconds');
      expect(await claim(client)).toEqual([]);
    }));

  test('a failure long after another is the first one again', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      await note(client, first(await claim(client)), { status: 502, failure: 'answer' });
      await client.query(
        `update app_public.webhook_deliveries set status = 'failed', next_attempt_at = null`,
      );
      await later(client, '60 days');
      await tell(client, id);
      expect(
        await note(client, first(await claim(client)), { status: 502, failure: 'answer' }),
      ).toBe('retried');
    }));

  test('what was to be told while it was off is not told when it is on again', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, false)', [id]);
      await tell(client, id);
      expect(await claim(client)).toEqual([]);
      await as(client, ownerId, 'select app_public.switch_webhook_endpoint($1, true)', [id]);
      expect(await claim(client)).toEqual([]);
      await tell(client, id);
      expect(await claim(client)).toHaveLength(1);
    }));

  test('one that is being removed while something happens holds up nobody', async () => {
    const { admin } = db.pools;
    const { id: orgId } = await insertOrganization(admin);
    const event = await insertEvent(admin, { orgId });
    await admin.query(
      `insert into app_public.webhook_endpoints (org_id, name, url, topics) values ($1, 'CRM', 'https://crm.example', '{registration_confirmed}')`,
      [orgId],
    );
    const removing = await admin.connect();
    await removing.query('begin');
    await removing.query('delete from app_public.webhook_endpoints where org_id = $1', [orgId]);
    const buying = await admin.connect();
    await buying.query(`set statement_timeout = '2s'`);
    await buy(buying, event);
    await buying.query('reset statement_timeout');
    buying.release();
    await removing.query('commit');
    removing.release();
  });

  test('where nothing arrived for five days nothing more is tried', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      for (let day = 0; day < 5; day += 1) {
        expect(await note(client, first(await claim(client)), { failure: 'connection' })).toBe(
          'retried',
        );
        await later(client, '1 day');
      }
      expect(await note(client, first(await claim(client)), { failure: 'connection' })).toBe(
        'failing',
      );
      expect(await endpointOf(client, id)).toMatchObject({
        disabled_because: 'failing',
        failing_since: null,
      });
    }));

  test('what has ended is removed after a while; what has not, stays', () =>
    withEvent(async (world) => {
      const { client } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 2);
      await note(client, first(await claim(client)));
      await client.query(
        `update app_public.webhook_deliveries set created_at = created_at - interval '31 days'`,
      );
      const { rows } = await client.query(
        `select app_private.sweep_webhooks('30 days', 100) as count`,
      );
      expect(rows).toEqual([{ count: 1 }]);
    }));
});
