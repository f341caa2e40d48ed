import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  type TestDatabase,
  until,
  waitsForLock,
} from '@foyer/testing';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('what two processes tell of one crowd at once counts together', async () => {
  const { admin, api } = db.pools;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId, waitingRoom: 'auto' });
  const note = (client: Pick<typeof api, 'query'>, count: number) =>
    client.query('select app_private.note_demand($1)', [
      JSON.stringify([{ eventId: event.id, count }]),
    ]);
  await note(api, 10);
  const first = await api.connect();
  try {
    await first.query('begin');
    await note(first, 100);
    const second = note(api, 200);
    await until(() => waitsForLock(admin, 'note_demand'));
    await first.query('commit');
    await second;
  } finally {
    first.release();
  }
  const { rows } = await admin.query<{ demand: number }>(
    'select demand_per_second as demand from app_private.waiting_lines where event_id = $1',
    [event.id],
  );
  // It fades while they wait for each other; without the first one it would be 21 at most.
  expect(rows[0]?.demand).toBeGreaterThan(21);
});
