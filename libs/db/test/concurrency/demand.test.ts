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

type Client = Pick<TestDatabase['adminPool'], 'query'>;
const newEvent = async () => {
  const { id: orgId } = await insertOrganization(db.pools.admin);
  return await insertEvent(db.pools.admin, { orgId, waitingRoom: 'auto' });
};
const note = (client: Client, arrivals: { eventId: string; count: number }[]) =>
  client.query<{ states: { eventId: string; isOpen: boolean }[] }>(
    'select app_private.note_demand($1) as states',
    [JSON.stringify(arrivals)],
  );

test('a line that stays locked keeps nobody from being counted at another event', async () => {
  const { admin, api } = db.pools;
  const [stuck, other] = [await newEvent(), await newEvent()];
  await note(api, [{ eventId: stuck.id, count: 10 }]);
  const holder = await admin.connect();
  try {
    await holder.query('begin');
    await holder.query('select from app_private.waiting_lines where event_id = $1 for update', [
      stuck.id,
    ]);
    const { rows } = await note(api, [
      { eventId: stuck.id, count: 10 },
      { eventId: other.id, count: 100_000 },
    ]);
    expect(rows[0]?.states).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ eventId: stuck.id, isOpen: false }),
        expect.objectContaining({ eventId: other.id, isOpen: true }),
      ]),
    );
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});

test('what two processes tell of one crowd at once counts together', async () => {
  const { admin, api } = db.pools;
  const event = await newEvent();
  const come = (client: Client, count: number) => note(client, [{ eventId: event.id, count }]);
  await come(api, 10);
  const first = await api.connect();
  try {
    await first.query('begin');
    await come(first, 100);
    const second = come(api, 200);
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
