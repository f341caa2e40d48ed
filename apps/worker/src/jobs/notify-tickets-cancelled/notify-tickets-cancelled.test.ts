import { withClaims } from '@foyer/db';
import {
  confirm,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
} from '@foyer/testing';
import { createWorkerHarness, type WorkerHarness } from '../../../test/worker-harness.ts';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await createWorkerHarness();
});
afterAll(async () => {
  await harness.close();
});

async function order(locale: 'en' | 'de', quantity: number) {
  const { admin, api } = harness.pools;
  const owner = await insertUser(admin);
  const organization = await insertOrganization(admin, { members: { [owner.id]: 'owner' } });
  const event = await insertEvent(admin, { orgId: organization.id });
  const { registrationId } = await reserve(admin, reservationRequest(event, { quantity, locale }));
  const ticketIds = await confirm(admin, registrationId, { email: `${locale}@example.org` });
  return {
    /** As the organizer; answers what the outbox says of it. */
    async cancel(ids: string[], message: string | null) {
      await withClaims(api, { userId: owner.id }, (client) =>
        client.query('select app_public.cancel_tickets($1, $2, 0, $3)', [
          registrationId,
          ids,
          message,
        ]),
      );
      const left = (await harness.outbox()).filter(({ topic }) => topic === 'tickets.cancelled');
      return left.at(-1);
    },
    give: (ticketId: string, email: string) =>
      withClaims(api, { userId: owner.id }, (client) =>
        client.query('select app_public.transfer_ticket($1, $2, $3)', [ticketId, 'New One', email]),
      ),
    ticketIds,
    registrationId,
  };
}

test('the buyer is told once of what is cancelled, why, and what stays', async () => {
  const { ticketIds, cancel } = await order('en', 3);
  const row = await cancel(ticketIds.slice(0, 2), 'Less <b>stage</b>.');
  for (let i = 0; i < 2; i += 1)
    await harness.run('notify-tickets-cancelled', row?.payload, { jobId: `outbox-${row?.id}` });
  expect(harness.mailServer.received).toHaveLength(1);
  const [mail] = harness.mailServer.received;
  expect(mail?.to).toEqual(['en@example.org']);
  expect(mail?.subject).toBe('2 tickets for Soirée are cancelled');
  const { rows } = await harness.pools.admin.query<{ name: string; status: string }>(
    'select attendee_name as name, status from app_public.tickets where id = any ($1)',
    [ticketIds],
  );
  for (const { name, status } of rows)
    expect(mail?.text?.includes(`${name},`)).toBe(status === 'cancelled');
  expect(mail?.text).toContain('> Less <b>stage</b>.');
  expect(mail?.html).toContain('Less &lt;b&gt;stage&lt;/b&gt;.');
  expect(mail?.text).toContain('Your other ticket stays valid.');
  expect(mail?.text).not.toContain('go back to the card');
});

test('in the language of the order, with what comes back; after the last one nothing stays', async () => {
  const { ticketIds, cancel } = await order('de', 1);
  const row = await cancel(ticketIds, null);
  const payload = { ...row?.payload, refundMinor: 1250 };
  await harness.run('notify-tickets-cancelled', payload, { jobId: 'outbox-de' });
  const mail = harness.mailServer.received.at(-1);
  expect(mail?.subject).toBe('Ein Ticket für Soirée ist storniert');
  expect(mail?.text).toMatch(/12,50\s€ gehen auf die Karte/);
  expect(mail?.text).not.toContain('bleib');
  expect(mail?.text).not.toContain('Der Veranstalter schreibt');
});

test('who was given a ticket is told too, without the order and the money', async () => {
  const { ticketIds, registrationId, give, cancel } = await order('en', 2);
  const [first = ''] = ticketIds;
  await give(first, 'holder@example.org');
  const row = await cancel(ticketIds, 'For the buyer only.');
  const context = { jobId: 'outbox-holder' };
  await harness.run('notify-tickets-cancelled', row?.payload, context);
  expect(harness.enqueued).toMatchObject([{ payload: { registrationId, ticketId: first } }]);
  for (const { name, payload } of [...harness.enqueued, ...harness.enqueued])
    await harness.run(name, payload);
  const mails = harness.mailServer.received.filter(({ to }) => to[0] === 'holder@example.org');
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain('Hello New One');
  expect(mails[0]?.text).not.toContain(registrationId);
  expect(mails[0]?.text).not.toContain('For the buyer only.');
});
