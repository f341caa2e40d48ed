import {
  createTestDatabase,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
} from '@foyer/testing';
import {
  as,
  buy,
  type Claimed,
  claim,
  deliveryOf,
  endpoint,
  first,
  note,
  type World,
  withEventIn,
} from './webhooks.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const withEvent = (work: (world: World) => Promise<void>) => withEventIn(db, work);

describe('who is told what', () => {
  test('an order is told to those who asked for it, with what an integrator needs and no secret of a ticket', () =>
    withEvent(async (world) => {
      const { client, event, orgId } = world;
      const { id, secret } = await endpoint(world);
      await endpoint(world, ['event_cancelled']);
      const stranger = await insertUser(client);
      const other = await insertOrganization(client, { members: { [stranger.id]: 'owner' } });
      await endpoint({ client, orgId: other.id, ownerId: stranger.id });
      const registrationId = await buy(client, event);
      const claimed = await claim(client);
      expect(claimed).toHaveLength(1);
      const { body, url, secrets, attempt } = first(claimed);
      expect({ url, secrets, attempt }).toEqual({
        url: 'https://crm.example/hook',
        secrets: [secret],
        attempt: 1,
      });
      expect(body).toMatchObject({
        type: 'registration.confirmed',
        organizationId: orgId,
        data: {
          registrationId,
          status: 'confirmed',
          event: { eventId: event.id },
          buyer: { email: expect.stringContaining('@') },
          tickets: [{ status: 'valid', attendee: { name: expect.any(String) } }],
        },
      });
      expect(JSON.stringify(body)).not.toMatch(/secret/i);
      expect((await deliveryOf(client, first(claimed).delivery_id)).webhook_endpoint_id).toBe(id);
    }));

  test('a hold that nobody pays is nobody’s order; one that is called off is told', () =>
    withEvent(async (world) => {
      const { client, event, ownerId } = world;
      await endpoint(world, [
        'registration_confirmed',
        'registration_cancelled',
        'event_cancelled',
        'event_unpublished',
        'event_published',
      ]);
      const { registrationId } = await reserve(client, reservationRequest(event));
      await client.query(`select app_private.release_holds(array[$1]::uuid[], 'cancelled')`, [
        registrationId,
      ]);
      expect(await claim(client)).toEqual([]);
      const bought = await buy(client, event);
      await as(client, ownerId, 'select app_public.unpublish_event($1)', [event.id]);
      await as(client, ownerId, 'select app_public.publish_event($1)', [event.id]);
      await as(client, ownerId, `select app_public.cancel_event($1, 'The hall is closed.')`, [
        event.id,
      ]);
      const told: Claimed[] = [];
      for (let some = await claim(client); some.length > 0; some = await claim(client)) {
        for (const one of some) await note(client, one);
        told.push(...some);
      }
      expect(told.map(({ body }) => body.type).sort()).toEqual([
        'event.cancelled',
        'event.published',
        'event.unpublished',
        'registration.cancelled',
        'registration.confirmed',
      ]);
      const cancelled = told.find(({ body }) => body.type === 'registration.cancelled');
      expect(cancelled?.body.data).toMatchObject({ registrationId: bought, status: 'cancelled' });
    }));

  test('a guest who comes in is told, and so is what is taken back', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_checked_in', 'ticket_check_in_undone']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string }>(
        'select id from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      const scan = {
        kind: 'scan',
        scanId: '01900000-0000-7000-8000-000000000001',
        ticketId: rows[0]?.id,
        verdict: 'accepted',
        method: 'scan',
        at: new Date(),
      };
      const record = (entries: unknown[]) =>
        client.query('select app_private.record_check_ins($1, $2)', [
          event.id,
          JSON.stringify(entries),
        ]);
      await record([scan]);
      await record([scan]);
      await record([{ kind: 'undo', scanId: scan.scanId, at: new Date() }]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type)).toEqual([
        'ticket.checked_in',
        'ticket.check_in_undone',
      ]);
      expect(first(told).body.data).toMatchObject({ ticketId: rows[0]?.id, eventId: event.id });
    }));

  test('a ticket that is given away is told with who had it and who has it, and no code', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_transferred']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string; attendee_name: string; codes: string[] }>(
        'select id, attendee_name, array[code] as codes from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      const ticket = first(rows);
      for (let i = 0; i < 2; i++)
        await client.query(`select app_public.transfer_ticket($1, 'Ada', 'ada@example.org')`, [
          ticket.id,
        ]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type)).toEqual(['ticket.transferred']);
      expect(first(told).body.data).toMatchObject({
        transferredBy: 'organizer',
        ticketId: ticket.id,
        registrationId,
        eventId: event.id,
        attendee: { name: 'Ada', email: 'ada@example.org' },
        formerAttendee: { name: ticket.attendee_name },
      });
      const { rows: now } = await client.query(
        'select code from app_public.tickets where id = $1',
        [ticket.id],
      );
      for (const code of [...ticket.codes, now[0].code])
        expect(JSON.stringify(told)).not.toContain(code);
    }));

  test('each ticket that is cancelled, once', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world, ['ticket_cancelled', 'registration_cancelled']);
      const registrationId = await buy(client, event);
      const { rows } = await client.query<{ id: string; code: string }>(
        'select id, code from app_public.tickets where registration_id = $1',
        [registrationId],
      );
      for (let i = 0; i < 2; i++)
        await client.query('select app_public.cancel_tickets($1, $2)', [
          registrationId,
          rows.map(({ id }) => id),
        ]);
      const told = await claim(client);
      expect(told.map(({ body }) => body.type).toSorted()).toEqual([
        'registration.cancelled',
        ...rows.map(() => 'ticket.cancelled'),
      ]);
      const about = told.find(({ body }) => body.type === 'ticket.cancelled')?.body.data;
      expect(about).toMatchObject({
        ticketId: first(rows).id,
        registrationId,
        eventId: event.id,
        cancelledAt: expect.any(String),
      });
      expect(JSON.stringify(told)).not.toContain(first(rows).code);
    }));

  test('what is rolled back was never to be told', () =>
    withEvent(async (world) => {
      const { client, event } = world;
      await endpoint(world);
      await client.query('savepoint before');
      await buy(client, event);
      await client.query('rollback to before');
      expect(await claim(client)).toEqual([]);
    }));
});
