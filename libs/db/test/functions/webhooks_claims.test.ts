import { createTestDatabase, insertOrganization, type TestDatabase } from '@foyer/testing';
import {
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

describe('how much at a time', () => {
  test('who has something under way goes after who has not', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      await tell(client, busy.id, 10);
      const [one] = await claim(client);
      const calm = await endpoint(world);
      await tell(client, calm.id);
      await note(client, one as Claimed);
      const next = first(await claim(client, 1));
      expect((await deliveryOf(client, next.delivery_id)).webhook_endpoint_id).toBe(calm.id);
    }));

  test('two workers never have the same', async () => {
    const { admin, worker } = db.pools;
    const { id: orgId } = await insertOrganization(admin);
    const { rows } = await admin.query<{ id: string }>(
      `insert into app_public.webhook_endpoints (org_id, name, url, topics)
       select $1, 'CRM ' || n, 'https://crm.example', '{endpoint_tested}' from generate_series(1, 8) n returning id`,
      [orgId],
    );
    await admin.query(
      `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
       select $1, id, 'endpoint_tested', id from unnest($2::uuid[]) id, generate_series(1, 40)`,
      [orgId, rows.map(({ id }) => id)],
    );
    const told: string[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (;;) {
          const { rows: claimed } = await worker.query<Claimed>(
            'select * from app_private.claim_webhooks(5, 5, 30)',
          );
          for (const { delivery_id, attempt } of claimed) {
            told.push(delivery_id);
            await worker.query('select app_private.note_webhook_attempt($1, $2, 200, null, null)', [
              delivery_id,
              attempt,
            ]);
          }
          const { rows: left } = await admin.query(
            `select from app_public.webhook_deliveries where org_id = $1 and status = 'pending' limit 1`,
            [orgId],
          );
          if (left.length === 0) return;
        }
      }),
    );
    expect(told).toHaveLength(320);
    expect(new Set(told).size).toBe(320);
    await admin.query('delete from app_public.webhook_endpoints where org_id = $1', [orgId]);
  });

  test('an endpoint has four at a time, and the oldest first; others have theirs', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      const calm = await endpoint(world);
      await tell(client, busy.id, 50);
      await tell(client, calm.id);
      const claimed = await claim(client);
      const { rows } = await client.query<{ id: string }>(
        'select id from app_public.webhook_deliveries where webhook_endpoint_id = $1 order by next_attempt_at, id limit 4',
        [busy.id],
      );
      expect(claimed).toHaveLength(5);
      expect(rows).toHaveLength(4);
      expect(await claim(client)).toEqual([]);
      await note(client, first(claimed));
      expect(await claim(client)).toHaveLength(1);
    }));

  test('with one place left the one who waits for its first goes before another’s second', () =>
    withEvent(async (world) => {
      const { client } = world;
      const busy = await endpoint(world);
      const calm = await endpoint(world);
      await tell(client, busy.id, 3);
      await tell(client, calm.id);
      const endpoints = await Promise.all(
        (await claim(client, 2)).map(
          async ({ delivery_id }) => (await deliveryOf(client, delivery_id)).webhook_endpoint_id,
        ),
      );
      expect(endpoints.sort()).toEqual([busy.id, calm.id].sort());
    }));

  test('where very many hang, the last 48 places are for who is told nothing yet', () =>
    withEvent(async (world) => {
      const { client } = world;
      for (let n = 0; n < 9; n += 1) await tell(client, (await endpoint(world)).id, 4);
      expect(await claim(client, 60)).toHaveLength(12);
      expect(await claim(client, 48)).toEqual([]);
      await tell(client, (await endpoint(world)).id, 4);
      expect(await claim(client, 48)).toHaveLength(1);
    }));

  test('one that failed is asked one at a time, in places of its own, until something arrives', () =>
    withEvent(async (world) => {
      const { client } = world;
      const dead = await endpoint(world);
      const alive = await endpoint(world);
      await tell(client, dead.id, 5);
      for (const claimed of await claim(client))
        await note(client, claimed, { failure: 'timeout' });
      expect(await claim(client)).toEqual([]);
      await later(client, '2 seconds');
      await tell(client, alive.id);
      const [fifth, living] = await claim(client);
      expect([fifth?.is_failing, living?.is_failing].sort()).toEqual([false, true]);
      await later(client, '10 seconds');
      // No place is left for those that fail, and then none for others.
      expect(await claim(client, 100, 0)).toEqual([]);
      for (const one of [fifth, living]) await note(client, one as Claimed);
      expect((await endpointOf(client, dead.id)).failing_since).toBeNull();
      expect(await claim(client, 100, 0)).toHaveLength(4);
    }));
});

test('overdue is what could be sent: nothing of an endpoint that is being told or fails', () =>
  withEvent(async (world) => {
    const { client } = world;
    const lag = async () =>
      (
        await client.query<{ pending: number; overdue_seconds: number }>(
          'select * from app_private.webhook_lag()',
        )
      ).rows[0];
    const { id } = await endpoint(world);
    await tell(client, id, 6);
    await later(client, '1 minute');
    expect(await lag()).toEqual({ pending: 6, overdue_seconds: expect.closeTo(60, -1) });

    await claim(client);
    expect(await lag()).toEqual({ pending: 6, overdue_seconds: 0 });
    // Its lease is over: the worker that had it is gone.
    await later(client, '1 minute');
    expect((await lag())?.overdue_seconds).toBeGreaterThan(60);

    for (const claimed of await claim(client))
      await note(client, claimed, { status: 500, failure: 'answer' });
    expect((await lag())?.overdue_seconds).toBe(0);
  }));
