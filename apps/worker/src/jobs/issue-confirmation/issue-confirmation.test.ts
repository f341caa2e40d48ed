import { loadEventKey } from '@foyer/db';
import {
  confirm,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
} from '@foyer/testing';
import { readPdf } from '@foyer/testing/read-pdf';
import { importPublicKey, verifyTicket } from '@foyer/ticket-token';
import { createWorkerHarness, secret, type WorkerHarness } from '../../../test/worker-harness.ts';

let harness: WorkerHarness;
beforeAll(async () => {
  harness = await createWorkerHarness();
});
afterAll(async () => {
  await harness.close();
});

async function confirmedRegistration(options: { quantity?: number; email?: string } = {}) {
  const { admin } = harness.pools;
  const organization = await insertOrganization(admin, { name: 'Lumen & Söhne' });
  const event = await insertEvent(admin, { orgId: organization.id });
  const { registrationId } = await reserve(
    admin,
    reservationRequest(event, { quantity: options.quantity ?? 1 }),
  );
  await confirm(admin, registrationId, { email: options.email ?? 'grace@example.org' });
  harness.mailServer.received.length = 0;
  return { registrationId, event, organization };
}

test('a confirmed registration gets one mail with its tickets as PDF, that scan as issued', async () => {
  const { registrationId, event } = await confirmedRegistration({ quantity: 2 });

  await harness.run('issue-confirmation', { registrationId });

  const [mail, ...others] = harness.mailServer.received;
  expect(others).toEqual([]);
  expect(mail?.to).toEqual(['grace@example.org']);
  expect(mail?.subject).toBe('Your 2 tickets for Soirée');
  expect(mail?.from).toEqual({ name: 'Lumen & Söhne', address: 'tickets@foyer.test' });
  expect(mail?.text).toContain(
    `https://tickets.test/registrations/${registrationId}?token=${registrationId}.`,
  );
  expect(mail?.html).toContain('Lumen &amp; Söhne');
  expect(mail?.text).toContain('calendar.ics?token=');

  const [attachment] = mail?.attachments ?? [];
  expect(attachment?.mimeType).toBe('application/pdf');
  expect(attachment?.filename).toMatch(/^tickets-.+\.pdf$/);
  const pages = await readPdf(new Uint8Array(attachment?.content as ArrayBuffer));
  expect(pages).toHaveLength(2);
  const key = await loadEventKey(harness.pools.worker, secret, event.id);
  const { rows } = await harness.pools.admin.query<{ secret: string }>(
    `select encode(s.secret, 'hex') as secret from app_private.ticket_secrets s
     join app_public.tickets t on t.id = s.ticket_id where t.registration_id = $1`,
    [registrationId],
  );
  const scanned = pages.map(({ qr }) =>
    verifyTicket(qr ?? '', (id, keyId) =>
      id === event.id && keyId === key.keyId ? importPublicKey(key.publicKey) : undefined,
    ),
  );
  expect(scanned.map(({ outcome }) => outcome)).toEqual(['valid', 'valid']);
  const secrets = scanned.map((result) =>
    result.outcome === 'valid' ? Buffer.from(result.ticket.secret).toString('hex') : '',
  );
  expect(secrets.sort()).toEqual(rows.map((row) => row.secret).sort());
});

test('the same job again, and another for the same registration, send nothing more', async () => {
  const { registrationId } = await confirmedRegistration();
  for (const jobId of ['outbox-1', 'outbox-1', 'outbox-2']) {
    await harness.run('issue-confirmation', { registrationId }, { jobId });
  }
  expect(harness.mailServer.received).toHaveLength(1);
});

test('each wish to send it again is one more mail, with the very same PDF', async () => {
  const { registrationId } = await confirmedRegistration();
  const topic = 'confirmation.resend_requested';
  await harness.run('issue-confirmation', { registrationId });
  await harness.run('issue-confirmation', { registrationId }, { jobId: 'outbox-51', topic });
  await harness.run('issue-confirmation', { registrationId }, { jobId: 'outbox-51', topic });
  await harness.run('issue-confirmation', { registrationId }, { jobId: 'outbox-52', topic });

  const { received } = harness.mailServer;
  expect(received).toHaveLength(3);
  const pdfs = received.map(({ attachments }) =>
    Buffer.from(attachments[0]?.content as ArrayBuffer),
  );
  expect(pdfs.every((pdf) => pdf.equals(pdfs[0] as Buffer))).toBe(true);
  expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(3);
});

test('a registration that is cancelled by then gets nothing', async () => {
  const { registrationId } = await confirmedRegistration();
  await harness.pools.admin.query(
    `update app_public.registrations set status = 'cancelled', cancelled_at = now() where id = $1`,
    [registrationId],
  );
  await harness.run('issue-confirmation', { registrationId });
  expect(harness.mailServer.received).toEqual([]);
});

test('a mail that the server refuses for now is sent by the next attempt, once', async () => {
  const { registrationId } = await confirmedRegistration();
  harness.mailServer.answerNext({ code: 451, text: 'try later' });
  await expect(harness.run('issue-confirmation', { registrationId })).rejects.toThrow('refused');
  expect(harness.mailServer.received).toHaveLength(0);
  await harness.run('issue-confirmation', { registrationId });
  expect(harness.mailServer.received).toHaveLength(1);
});

test('when the connection broke at the end, nobody sends again before the claim has run out; the repeat has the same Message-ID', async () => {
  const { registrationId } = await confirmedRegistration();
  const seen: (string | undefined)[] = [];
  harness.mailServer.intercept((email) => {
    seen.push(email.messageId);
    return seen.length === 1 ? 'hang_up' : 'accept';
  });
  try {
    await expect(harness.run('issue-confirmation', { registrationId })).rejects.toThrow();
    await expect(harness.run('issue-confirmation', { registrationId })).rejects.toThrow(
      'another worker is sending',
    );
    await harness.pools.admin.query(
      `update app_private.deliveries set claimed_at = claimed_at - interval '2 minutes'`,
    );
    await harness.run('issue-confirmation', { registrationId });
  } finally {
    harness.mailServer.intercept(undefined);
  }
  expect(seen).toHaveLength(2);
  expect(seen[0]).toBe(seen[1]);
  expect(harness.mailServer.received).toHaveLength(1);
});

test('an address that does not exist ends the job at once', async () => {
  const { registrationId } = await confirmedRegistration();
  harness.mailServer.refuse('recipient', 550, 'no such user');
  await expect(harness.run('issue-confirmation', { registrationId })).rejects.toMatchObject({
    name: 'UnrecoverableError',
  });
});

test('a payload that is not one fails for good and names only the field', async () => {
  await expect(harness.run('issue-confirmation', { registrationId: 'x' })).rejects.toMatchObject({
    name: 'UnrecoverableError',
    message: 'the payload of issue-confirmation is malformed: registrationId',
  });
});

test('a download finds the PDF where the database says, before and after the event was edited', async () => {
  const { registrationId, event } = await confirmedRegistration();
  const key = async () =>
    (
      await harness.pools.api.query('select app_private.ticket_pdf_key($1) as key', [
        registrationId,
      ])
    ).rows[0].key as string;
  await harness.run('issue-confirmation', { registrationId });
  const first = await key();
  expect(await harness.deps.storage.exists(first)).toBe(true);

  await harness.pools.admin.query(`update app_public.events set title = 'Matinée' where id = $1`, [
    event.id,
  ]);
  const second = await key();
  expect(second).not.toBe(first);
  expect(await harness.deps.storage.exists(second)).toBe(false);
  await harness.run('render-ticket-pdf', { registrationId });
  const stored = await harness.deps.storage.get(second);
  const [page] = await readPdf(stored?.bytes as Buffer);
  expect(page?.text).toContain('Matinée');
});
