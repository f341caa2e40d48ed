import {
  createTestDatabase,
  inRollback,
  insertEvent,
  insertOrganization,
  type TestDatabase,
} from '@foyer/testing';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('the door hears that a device was revoked, and nothing of it after that', () =>
  inRollback(db.adminPool, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    const event = await insertEvent(client, { orgId });
    const digest = async () =>
      (await client.query('select app_private.check_in_digest($1) as digest', [event.id])).rows[0]
        .digest;
    await client.query(
      `insert into app_public.devices (org_id, event_id, name, paired_at) values ($1, $2, 'Phone', now())`,
      [orgId, event.id],
    );
    const paired = await digest();
    await client.query('update app_public.devices set revoked_at = now() where event_id = $1', [
      event.id,
    ]);
    const revoked = await digest();
    expect(revoked).not.toBe(paired);
    await client.query(`update app_public.devices set name = 'Old phone' where event_id = $1`, [
      event.id,
    ]);
    expect(await digest()).toBe(revoked);
  }));
