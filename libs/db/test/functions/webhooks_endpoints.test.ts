import { createTestDatabase, insertUser, type TestDatabase } from '@foyer/testing';
import type pg from 'pg';
import {
  as,
  claim,
  endpoint,
  endpointOf,
  first,
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

describe('what organizers may', () => {
  const refusal = async (client: pg.PoolClient, work: () => Promise<unknown>) => {
    await client.query('savepoint attempt');
    const error = await work().then(
      () => null,
      (err: { code: string; message: string }) => err,
    );
    await client.query('rollback to attempt; reset role');
    return error?.code;
  };

  test.each([
    ['http://crm.example/hook', false],
    ['https://crm.example/hook?key=1', true],
    ['https://crm.example:8443', true],
    ['http://localhost:9000/hook', true],
    ['https://user:word@crm.example/', false],
    ['https://crm.example/#part', false],
    ['https://crm', false],
    ['https://crm.example:65536/', false],
    ['HTTPS://CRM.example/hook', true],
    ['https://[::1]/', false],
    ['javascript:alert(1)', false],
    ['https://crm.example/a b', false],
    ['', false],
  ])('%s can be an endpoint: %s', (url, isAllowed) =>
    withEvent(async ({ client, orgId, ownerId }) => {
      const code = await refusal(client, () =>
        as(
          client,
          ownerId,
          `select app_public.create_webhook_endpoint($1, 'CRM', $2, '{event_cancelled}')`,
          [orgId, url],
        ),
      );
      expect(code).toBe(isAllowed ? undefined : 'FY008');
    }),
  );

  test('an endpoint is told something, has a name, and is one of ten at most', () =>
    withEvent(async (world) => {
      const { client, orgId, ownerId } = world;
      const create = (name: string, topics: string | null) => () =>
        as(
          client,
          ownerId,
          `select app_public.create_webhook_endpoint($1, $2, 'https://crm.example', $3)`,
          [orgId, name, topics],
        );
      expect(await refusal(client, create('CRM', '{}'))).toBe('FY008');
      expect(await refusal(client, create('CRM', null))).toBe('FY008');
      expect(await refusal(client, create(' ', '{event_cancelled}'))).toBe('FY008');
      for (let i = 0; i < 10; i += 1) await endpoint(world);
      expect(await refusal(client, create('One more', '{event_cancelled}'))).toBe('FY004');
    }));

  test('staff see none of it, and others nothing', () =>
    withEvent(async (world) => {
      const { client, orgId } = world;
      const { id } = await endpoint(world);
      const staff = await insertUser(client);
      const stranger = await insertUser(client);
      await client.query(
        `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'staff')`,
        [orgId, staff.id],
      );
      const calls = [
        `app_public.save_webhook_endpoint('${id}', 'Mine', 'https://crm.example', '{event_cancelled}')`,
        `app_public.switch_webhook_endpoint('${id}', false)`,
        `app_public.exchange_webhook_secret('${id}')`,
        `app_public.test_webhook_endpoint('${id}')`,
        `app_public.create_webhook_endpoint('${orgId}', 'Mine', 'https://crm.example', '{event_cancelled}')`,
      ];
      for (const call of calls) {
        expect(await refusal(client, () => as(client, staff.id, `select ${call}`))).toBe('FY007');
        expect(await refusal(client, () => as(client, stranger.id, `select ${call}`))).toBe(
          'FY006',
        );
      }
      for (const { id: userId } of [staff, stranger])
        expect(await as(client, userId, 'select * from app_public.webhook_endpoints')).toEqual([]);
    }));

  test('an endpoint that moves has failed nowhere yet', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id);
      await note(client, first(await claim(client)), {
        status: 429,
        failure: 'answer',
        retryAfter: 600,
      });
      const save = (url: string) =>
        as(
          client,
          ownerId,
          `select app_public.save_webhook_endpoint($1, 'CRM', $2, '{event_cancelled}')`,
          [id, url],
        );
      await save('https://crm.example/hook');
      expect((await endpointOf(client, id)).failing_since).not.toBeNull();
      await save('https://crm.example/another');
      expect(await endpointOf(client, id)).toMatchObject({
        failing_since: null,
        paused_until: null,
      });
    }));

  test('a new secret signs beside the old one for a day', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id, secret } = await endpoint(world);
      const [made] = await as<{ secret: string }>(
        client,
        ownerId,
        'select (app_public.exchange_webhook_secret($1)).secret',
        [id],
      );
      await tell(client, id, 2);
      const one = first(await claim(client, 1));
      expect(one.secrets).toEqual([made?.secret, secret]);
      await client.query(
        `update app_private.webhook_secrets set ends_at = ends_at - interval '25 hours'`,
      );
      await note(client, one);
      expect((await claim(client, 1))[0]?.secrets).toEqual([made?.secret]);
    }));

  test('an endpoint is removed with all that it was told', () =>
    withEvent(async (world) => {
      const { client, ownerId } = world;
      const { id } = await endpoint(world);
      await tell(client, id, 2);
      await as(client, ownerId, 'delete from app_public.webhook_endpoints where id = $1', [id]);
      expect(await endpointOf(client, id)).toBeUndefined();
      expect(await claim(client)).toEqual([]);
    }));
});
