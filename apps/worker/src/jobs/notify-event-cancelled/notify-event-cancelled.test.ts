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

test('everybody who was registered is told once, with the reason and what comes back', async () => {
  const { admin, api } = harness.pools;
  const owner = await insertUser(admin);
  const organization = await insertOrganization(admin, { members: { [owner.id]: 'owner' } });
  const event = await insertEvent(admin, { orgId: organization.id });
  const ids: string[] = [];
  for (const email of ['a@example.org', 'b@example.org', 'c@example.org']) {
    const { registrationId } = await reserve(admin, reservationRequest(event));
    await confirm(admin, registrationId, { email });
    ids.push(registrationId);
  }
  const { registrationId: pending } = await reserve(admin, reservationRequest(event));
  await withClaims(api, { userId: owner.id }, (client) =>
    client.query('select app_public.cancel_event($1, $2)', [
      event.id,
      'The hall\nis <b>flooded</b>.',
    ]),
  );

  for (let i = 0; i < 2; i++) await harness.run('notify-event-cancelled', { eventId: event.id });
  const started = harness.enqueued.map(({ id }) => id);
  expect(new Set(started)).toEqual(new Set(ids.map((id) => `event-cancelled-${id}`)));
  for (const { name, payload } of harness.enqueued) await harness.run(name, payload);

  const { received } = harness.mailServer;
  expect(received.flatMap(({ to }) => to).sort()).toEqual([
    'a@example.org',
    'b@example.org',
    'c@example.org',
  ]);
  expect(received[0]?.subject).toBe('Cancelled: Soirée');
  expect(received[0]?.text).toContain('> The hall\n> is <b>flooded</b>.');
  expect(received[0]?.html).toContain('is &lt;b&gt;flooded&lt;/b&gt;.');
  expect(received.map(({ text }) => text).join()).not.toContain(pending);
});
