import { createPool } from '@foyer/db';
import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  type TestDatabase,
} from '@foyer/testing';
import type pg from 'pg';
import { startGraphQL } from './support.ts';

let db: TestDatabase;
let pool: pg.Pool;
let api: Awaited<ReturnType<typeof startGraphQL>>;
beforeAll(async () => {
  db = await createTestDatabase();
  pool = createPool(db.urls.api, { applicationName: 'api-test', statementTimeoutMs: 500 });
  api = await startGraphQL(db, { pool });
  // Longer than a statement may take, than its silence is borne, and than GraphQL gives a request.
  await db.adminPool.query(`
    create function public.take_long() returns trigger language plpgsql as $$
      begin perform pg_sleep(15.5); return new; end $$;
    create trigger take_long before update of status on app_public.events
      for each row execute function public.take_long()`);
});
afterAll(async () => {
  await api.close();
  await pool.end();
  await db.close();
});

test('calling an event off may take as long as it has orders; nothing else may', async () => {
  const owner = await insertUser(db.adminPool);
  const { id: orgId } = await insertOrganization(db.adminPool, {
    members: { [owner.id]: 'owner' },
  });
  const event = await insertEvent(db.adminPool, { orgId });
  const change = (mutation: string, input: object) =>
    api.query(
      `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) {
        ${mutation}(input: $input) { result { status organization { slug } } } }`,
      { input },
      { userId: owner.id },
    );
  const unpublished = await change('unpublishEvent', { eventId: event.id });
  expect(unpublished.errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
  const called = await change('cancelEvent', { eventId: event.id, reason: 'Rain' });
  expect(called.errors).toBeUndefined();
  expect(called.data.cancelEvent.result).toMatchObject({ status: 'cancelled' });
});
