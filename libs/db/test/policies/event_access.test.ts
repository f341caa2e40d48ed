import {
  confirm,
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';
import { type Claims, claimSettings } from '../../src/index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const link = 'https://live.example/room';

async function seenAs(client: pg.PoolClient, claims: Claims): Promise<string[]> {
  const settings = Object.entries(claimSettings(claims));
  await client.query(
    `select ${settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(', ')}`,
    settings.flat(),
  );
  const { rows } = await client.query<{ online_url: string }>(
    'select online_url from app_public.event_access',
  );
  await client.query('reset role');
  return rows.map((row) => row.online_url);
}

/** A public event online, whose organizer wrote the link to take part into its place. */
async function onlineEvent(client: pg.PoolClient): Promise<{ event: TestEvent; staff: string }> {
  const staff = (await insertUser(client)).id;
  const { id: orgId } = await insertOrganization(client, { members: { [staff]: 'staff' } });
  const event = await insertEvent(client, { orgId });
  await write(client, event, { city: 'Berlin', onlineUrl: link });
  return { event, staff };
}
const write = (client: pg.PoolClient, event: TestEvent, location: object) =>
  client.query('update app_public.events set location = $2 where id = $1', [event.id, location]);
const placeOf = async (client: pg.PoolClient, event: TestEvent) =>
  (await client.query('select location from app_public.events where id = $1', [event.id])).rows[0]
    .location;

test('the link to take part is for those with a confirmed registration, and for the organization', () =>
  inRollback(db.pools.admin, async (client) => {
    const { event, staff } = await onlineEvent(client);
    const other = (await insertUser(client)).id;
    await insertOrganization(client, { members: { [other]: 'owner' } });
    const buyer = (await insertUser(client)).id;
    const held = await reserve(client, reservationRequest(event, { userId: buyer }));
    const guest = await reserve(client, reservationRequest(event));

    const callers: Claims[] = [
      {},
      { userId: other },
      { userId: buyer },
      { registrationId: held.registrationId },
      { registrationId: guest.registrationId },
    ];
    for (const claims of callers) expect(await seenAs(client, claims)).toEqual([]);
    expect(await seenAs(client, { userId: staff })).toEqual([link]);

    await confirm(client, held.registrationId);
    expect(await seenAs(client, { userId: buyer })).toEqual([link]);
    expect(await seenAs(client, { registrationId: held.registrationId })).toEqual([link]);
    expect(await seenAs(client, { registrationId: guest.registrationId })).toEqual([]);
    expect(await seenAs(client, { userId: other })).toEqual([]);
  }));

test('a place never keeps the link itself; without the key it stays, with nothing in it it goes', () =>
  inRollback(db.pools.admin, async (client) => {
    const { event, staff } = await onlineEvent(client);
    expect(await placeOf(client, event)).toEqual({ city: 'Berlin' });

    await write(client, event, { city: 'Potsdam' });
    expect(await seenAs(client, { userId: staff })).toEqual([link]);
    await write(client, event, { onlineUrl: 'https://live.example/hall' });
    expect(await seenAs(client, { userId: staff })).toEqual(['https://live.example/hall']);
    expect(await placeOf(client, event)).toEqual({});
    await write(client, event, { onlineUrl: '' });
    expect(await seenAs(client, { userId: staff })).toEqual([]);
  }));

test('an event that is made with a link has it from the start, and its documents show it', () =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId });
    await client.query(
      `insert into app_public.events (org_id, slug, title, starts_at, ends_at, timezone, location)
       values ($1, 'made-online', 'Online', now(), now() + interval '1 hour', 'UTC', $2)`,
      [orgId, { onlineUrl: link }],
    );
    const { rows } = await client.query(
      'select online_url from app_public.event_access where org_id = $1',
      [orgId],
    );
    expect(rows).toEqual([{ online_url: link }]);
    await client.query('set constraints all immediate');

    await write(client, event, { onlineUrl: link });
    const { registrationId } = await reserve(client, reservationRequest(event));
    await confirm(client, registrationId);
    const { rows: documents } = await client.query(
      `select app_private.registration_document($1) #>> '{event,location,onlineUrl}' as link`,
      [registrationId],
    );
    expect(documents).toEqual([{ link }]);
  }));
