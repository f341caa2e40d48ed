import { loadEventKey, withClaims } from '@foyer/db';
import {
  confirm,
  insertEvent,
  insertOrganization,
  insertUser,
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
beforeEach(() => {
  harness.mailServer.received.length = 0;
  harness.enqueued.length = 0;
});

/** Two tickets that Grace bought for Alan and herself. */
async function order(options: { locale?: string } = {}) {
  const { admin } = harness.pools;
  const owner = await insertUser(admin);
  const organization = await insertOrganization(admin, {
    name: 'Lumen & Söhne',
    members: { [owner.id]: 'owner' },
  });
  const event = await insertEvent(admin, { orgId: organization.id, timezone: 'Asia/Tokyo' });
  const { registrationId } = await reserve(admin, reservationRequest(event, { quantity: 2 }));
  const [given = '', kept = ''] = await confirm(admin, registrationId);
  await admin.query(
    `update app_public.tickets set attendee_name = 'Alan Turing', attendee_email = 'alan@example.org' where id = $1`,
    [given],
  );
  await admin.query('update app_public.registrations set locale = $2 where id = $1', [
    registrationId,
    options.locale ?? 'en',
  ]);
  return { owner, event, registrationId, given, kept };
}

async function transfer(
  claims: { userId?: string; registrationId?: string },
  ticketId: string,
  name = 'Ada Lovelace',
  email = 'ada@example.org',
): Promise<string> {
  await withClaims(harness.pools.api, claims, (client) =>
    client.query('select app_public.transfer_ticket($1, $2, $3)', [ticketId, name, email]),
  );
  const { rows } = await harness.pools.admin.query<{ id: string }>(
    `select payload ->> 'transferId' as id from app_private.outbox
     where topic = 'ticket.transferred' order by id desc limit 1`,
  );
  return rows[0]?.id ?? '';
}

/** The job of the outbox, and those that it starts. */
async function tell(transferId: string): Promise<void> {
  harness.enqueued.length = 0;
  await harness.run('notify-ticket-transferred', { transferId });
  for (const { name, payload } of [...harness.enqueued]) await harness.run(name, payload);
}
const mailTo = (address: string) =>
  harness.mailServer.received.filter(({ to }) => to.includes(address));
const wholeOf = ({ subject, text, html }: { subject?: string; text?: string; html?: string }) =>
  [subject, text, html].join('\n');

test('the new holder gets the ticket that admits now, and nothing of the order', async () => {
  const { event, registrationId, given, kept } = await order();
  await tell(await transfer({ registrationId }, given));

  const [mail, ...others] = mailTo('ada@example.org');
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('A ticket for Soirée is yours');
  expect(mail?.text).toContain('Alan Turing');
  expect(mail?.text).toContain('Asia/Tokyo');
  const pdf = mail?.attachments.find(({ mimeType }) => mimeType === 'application/pdf');
  const pages = await readPdf(new Uint8Array(pdf?.content as ArrayBuffer));
  expect(pages).toHaveLength(1);
  expect(pages[0]?.text).toContain('Ada Lovelace');

  const key = await loadEventKey(harness.pools.worker, secret, event.id);
  const scanned = verifyTicket(pages[0]?.qr ?? '', (id, keyId) =>
    id === event.id && keyId === key.keyId ? importPublicKey(key.publicKey) : undefined,
  );
  const { rows } = await harness.pools.admin.query<{ id: string; secret: string }>(
    `select s.ticket_id as id, encode(s.secret, 'hex') as secret from app_private.ticket_secrets s
     where s.ticket_id = any ($1)`,
    [[given, kept]],
  );
  expect(scanned).toMatchObject({ outcome: 'valid', ticket: { version: 2 } });
  if (scanned.outcome === 'valid')
    expect(Buffer.from(scanned.ticket.secret).toString('hex')).toBe(
      rows.find(({ id }) => id === given)?.secret,
    );

  // Neither the buyer nor a link to the order: it would show the other ticket.
  for (const text of [wholeOf(mail ?? {}), pages[0]?.text ?? ''])
    for (const secretOfOrder of ['Grace', 'grace@example.org', registrationId])
      expect(text).not.toContain(secretOfOrder);
  const calendar = mail?.attachments.find(({ filename }) => filename?.endsWith('.ics'));
  const entry = new TextDecoder().decode(calendar?.content as ArrayBuffer);
  expect(entry).toContain('SUMMARY:Soirée');
  expect(entry).not.toContain(registrationId);
});

test('the buyer and the former holder are told once that the old code is void, without the new one', async () => {
  const { registrationId, given } = await order();
  const codeOf = async () =>
    (
      await harness.pools.admin.query<{ code: string }>(
        `select left(code, 5) || '-' || right(code, 5) as code from app_public.tickets where id = $1`,
        [given],
      )
    ).rows[0]?.code ?? '';
  const old = await codeOf();
  const transferId = await transfer({ registrationId }, given);
  for (let i = 0; i < 2; i++) await tell(transferId);

  expect(harness.mailServer.received.flatMap(({ to }) => to).sort()).toEqual([
    'ada@example.org',
    'alan@example.org',
    'grace@example.org',
  ]);
  const [toBuyer, toFormer] = ['grace@example.org', 'alan@example.org'].map(
    (address) => mailTo(address)[0],
  );
  for (const mail of [toBuyer, toFormer]) {
    expect(mail?.subject).toBe('A ticket for Soirée was given to somebody else');
    expect(mail?.text).toContain(old);
    expect(wholeOf(mail ?? {})).not.toContain(await codeOf());
    expect(mail?.attachments).toEqual([]);
  }
  expect(toBuyer?.text).toContain(`/registrations/${registrationId}?token=`);
  expect(wholeOf(toFormer ?? {})).not.toContain(registrationId);
});

test('a buyer who takes over a ticket of the order gets one mail, with the ticket', async () => {
  const { registrationId, given } = await order();
  await tell(await transfer({ registrationId }, given, 'Grace Hopper', 'grace@example.org'));
  expect(mailTo('grace@example.org').map(({ subject }) => subject)).toEqual([
    'A ticket for Soirée is yours',
  ]);
  expect(mailTo('alan@example.org')).toHaveLength(1);
});

test('who has given it on by the time of the mail gets no ticket: it would be that of the next', async () => {
  const { owner, registrationId, given } = await order();
  const first = await transfer({ registrationId }, given);
  const second = await transfer({ userId: owner.id }, given, 'Edsger', 'edsger@example.org');
  await tell(first);
  expect(mailTo('ada@example.org')).toEqual([]);
  await tell(second);
  const withTickets = harness.mailServer.received.filter(
    ({ attachments }) => attachments.length > 0,
  );
  expect(withTickets.flatMap(({ to }) => to)).toEqual(['edsger@example.org']);
  expect(mailTo('ada@example.org')[0]?.text).toContain('Lumen & Söhne has given');
});

test('a ticket that is cancelled by then is mailed to nobody', async () => {
  const { registrationId, given } = await order();
  const transferId = await transfer({ registrationId }, given);
  await harness.pools.admin.query(
    `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
    [given],
  );
  await tell(transferId);
  expect(mailTo('ada@example.org')).toEqual([]);
});

test('all mails are in the language of the order', async () => {
  const { registrationId, given } = await order({ locale: 'de' });
  await tell(await transfer({ registrationId }, given));
  expect(harness.mailServer.received.map(({ subject }) => subject).sort()).toEqual([
    'Ein Ticket für Soirée gehört Ihnen',
    'Ein Ticket für Soirée wurde weitergegeben',
    'Ein Ticket für Soirée wurde weitergegeben',
  ]);
});

test('the tickets that are sent again are those the buyer has left, and none when there are none', async () => {
  const { registrationId, given, kept } = await order();
  const resend = (jobId: string) =>
    harness.run(
      'issue-confirmation',
      { registrationId },
      { jobId, topic: 'confirmation.resend_requested' },
    );
  await transfer({ registrationId }, given);
  await resend('outbox-901');
  const [mail] = mailTo('grace@example.org');
  const pages = await readPdf(new Uint8Array(mail?.attachments[0]?.content as ArrayBuffer));
  expect(pages).toHaveLength(1);
  expect(pages[0]?.text).not.toContain('Ada');
  await transfer({ registrationId }, kept);
  await resend('outbox-902');
  expect(mailTo('grace@example.org')).toHaveLength(1);
});

test('asked by the organization, each ticket is sent again to who has it; asked by the buyer, the buyer’s', async () => {
  const { owner, registrationId, given } = await order();
  await tell(await transfer({ registrationId }, given));
  const askedFor = async (claims: { userId?: string; registrationId?: string }) => {
    const before = (await harness.outbox()).at(-1)?.id ?? 0;
    await withClaims(harness.pools.api, claims, (client) =>
      client.query('select app_public.resend_confirmation($1)', [registrationId]),
    );
    return (await harness.outbox()).filter(({ id }) => id > before);
  };
  expect((await askedFor({ registrationId })).map(({ topic }) => topic)).toEqual([
    'confirmation.resend_requested',
  ]);
  const asked = await askedFor({ userId: owner.id });
  expect(asked.map(({ topic }) => topic)).toEqual([
    'confirmation.resend_requested',
    'ticket.resend_requested',
  ]);
  const { payload } = asked[1] as (typeof asked)[number];
  for (const jobId of ['outbox-911', 'outbox-911'])
    await harness.run('resend-ticket', payload, { jobId });
  const mails = mailTo('ada@example.org');
  expect(mails.map(({ attachments }) => attachments.length)).toEqual([2, 2]);
});

test('when the event is called off, who was given a ticket is told too, without the buyer’s money', async () => {
  const { owner, event, registrationId, given } = await order();
  await transfer({ registrationId }, given);
  await withClaims(harness.pools.api, { userId: owner.id }, (client) =>
    client.query('select app_public.cancel_event($1, $2)', [event.id, 'Storm.']),
  );
  for (let i = 0; i < 2; i++) {
    harness.enqueued.length = 0;
    await harness.run('tell-of-cancellation', { registrationId });
    for (const { name, payload } of [...harness.enqueued]) await harness.run(name, payload);
  }
  const [mail, ...others] = mailTo('ada@example.org');
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('Cancelled: Soirée');
  expect(mail?.text).toContain('Ada Lovelace');
  expect(wholeOf(mail ?? {})).not.toContain('Grace');
});
