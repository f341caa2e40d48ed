import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  type TestDatabase,
  until,
  waitsForLock,
} from '@foyer/testing';
import type pg from 'pg';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const limitReached = {
  code: 'FY004',
  message: 'An event has at most 200 gates.',
  hint: 'Remove those that are not in use.',
};

const addGates = (
  client: Pick<pg.Pool, 'query'>,
  event: { id: string; orgId: string },
  count: number,
) =>
  client.query(
    `insert into app_public.gates (org_id, event_id, name) select $1, $2, gen_random_uuid()::text from generate_series(1, $3)`,
    [event.orgId, event.id, count],
  );

async function eventWithGates(count: number) {
  const { id: orgId } = await insertOrganization(db.adminPool);
  const event = await insertEvent(db.adminPool, { orgId });
  await addGates(db.adminPool, event, count);
  return event;
}

/** Two add the last gate at once. @returns what became of the second */
async function addTheLastTwice(): Promise<unknown> {
  const event = await eventWithGates(199);
  const first = await db.adminPool.connect();
  try {
    await first.query('begin');
    await addGates(first, event, 1);
    let outcome: unknown;
    const second = addGates(db.adminPool, event, 1).then(
      () => {
        outcome = 'added';
      },
      (error: unknown) => {
        outcome = error;
      },
    );
    await until(
      async () => outcome !== undefined || (await waitsForLock(db.adminPool, 'app_public.gates')),
    );
    await first.query('commit');
    await second;
    return outcome;
  } finally {
    first.release();
  }
}

test('an event has at most 200 gates, however many are added at once', async () => {
  const event = await eventWithGates(200);
  await expect(addGates(db.adminPool, event, 1)).rejects.toMatchObject(limitReached);
  await db.adminPool.query(
    'delete from app_public.gates where id = (select id from app_public.gates where event_id = $1 limit 1)',
    [event.id],
  );
  await addGates(db.adminPool, event, 1);
  await expect(eventWithGates(201)).rejects.toMatchObject(limitReached);
  expect(await eventWithGates(200)).toBeDefined();
});

test('two who add the two hundredth gate at once wait for each other; without the lock both add it', async () => {
  expect(await addTheLastTwice()).toMatchObject(limitReached);
  const { rows } = await db.adminPool.query<{ text: string }>(
    `select pg_get_functiondef('app_private.limit_gates'::regproc) as text`,
  );
  await db.adminPool.query((rows[0]?.text ?? '').replace(/perform [^;]*;/, ''));
  expect(await addTheLastTwice()).toBe('added');
});
