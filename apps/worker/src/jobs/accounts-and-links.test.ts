import { randomUUID } from 'node:crypto';
import {
  confirm,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
} from '@foyer/testing';
import { createWorkerHarness, type WorkerHarness } from '../../test/worker-harness.ts';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await createWorkerHarness();
});
afterAll(async () => {
  await harness.close();
});
beforeEach(() => {
  harness.mailServer.received.length = 0;
});

async function register(email: string, startsAt?: Date): Promise<string> {
  const { admin } = harness.pools;
  const organization = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId: organization.id, startsAt });
  const { registrationId } = await reserve(admin, reservationRequest(event));
  await confirm(admin, registrationId, { email });
  return registrationId;
}

describe('send-ticket-links', () => {
  test('lists what an address has registered for, and nobody else’s', async () => {
    const mine = [await register('ada@example.org'), await register('ada@example.org')];
    const other = await register('eve@example.org');
    await harness.run(
      'send-ticket-links',
      { email: 'ada@example.org', locale: 'de' },
      { jobId: 'outbox-10' },
    );
    const [mail] = harness.mailServer.received;
    expect(mail?.to).toEqual(['ada@example.org']);
    expect(mail?.subject).toBe('Ihre Tickets');
    for (const id of mine) expect(mail?.text).toContain(`/registrations/${id}?token=${id}.`);
    expect(mail?.text).not.toContain(other);
  });

  test('sends nothing to an address without registrations', async () => {
    await harness.run('send-ticket-links', { email: 'nobody@example.org', locale: 'en' });
    expect(harness.mailServer.received).toEqual([]);
  });
});

describe.each([
  [
    'send-verification',
    'https://tickets.test/verify-email?token=a%2Fb%2Bc',
    'Confirm your e-mail address',
  ],
  [
    'send-password-reset',
    'https://tickets.test/reset-password?token=a%2Fb%2Bc',
    'Choose a new password',
  ],
])('%s', (job, link, subject) => {
  test('mails the link once', async () => {
    const payload = {
      userId: randomUUID(),
      email: 'ada@example.org',
      token: 'a/b+c',
      locale: 'en',
    };
    await harness.run(job, payload, { jobId: `outbox-${job}` });
    await harness.run(job, payload, { jobId: `outbox-${job}` });
    const [mail, ...others] = harness.mailServer.received;
    expect(others).toEqual([]);
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain(link);
    expect(mail?.html).toContain(`href="${link}"`);
    expect(mail?.from?.name).toBe('Foyer');
  });
});

test('send-account-exists says so to the owner, without a token', async () => {
  await harness.run(
    'send-account-exists',
    { userId: randomUUID(), email: 'ada@example.org', locale: 'en' },
    { jobId: 'outbox-20' },
  );
  const [mail] = harness.mailServer.received;
  expect(mail?.subject).toBe('You already have an account');
  expect(mail?.text).toContain('https://tickets.test/sign-in');
  expect(mail?.text).not.toContain('token');
});
