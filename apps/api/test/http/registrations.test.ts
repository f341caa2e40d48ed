import { withClaims } from '@foyer/db';
import { insertEvent, insertOrganization, insertUser, type TestEvent, until } from '@foyer/testing';
import { decodeToken, importPublicKey, isSignedBy } from '@foyer/ticket-token';
import { errorOf, startTestApi, type TestApi } from '../support.ts';
import { type Confirmed, confirmedRegistration, heldRegistration } from './factories.ts';

let api: TestApi;
let event: TestEvent;
let mine: Confirmed;
let link: { 'x-registration-token': string };
let staff: { authorization: string };

beforeAll(async () => {
  api = await startTestApi();
  const member = await insertUser(api.db.adminPool);
  const org = await insertOrganization(api.db.adminPool, { members: { [member.id]: 'owner' } });
  event = await insertEvent(api.db.adminPool, {
    orgId: org.id,
    startsAt: new Date('2027-06-01T18:00:00Z'),
    endsAt: new Date('2027-06-01T21:00:00Z'),
  });
  mine = await confirmedRegistration(api, event);
  link = { 'x-registration-token': api.link(mine.id) };
  staff = api.bearer(member.id);
  await print(mine.id, '%PDF-1.7 mine');
});
afterAll(() => api.close());

/** As the worker does. */
async function print(registrationId: string, text: string): Promise<void> {
  const { rows } = await api.db.pools.api.query<{ key: string }>(
    'select app_private.ticket_pdf_key($1) as key',
    [registrationId],
  );
  await api.storage.put(rows[0]?.key ?? '', Buffer.from(text), 'application/pdf');
}
const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;
const download = (id: string, headers: Record<string, string> = {}) =>
  api.get(`/registrations/${id}/download`, headers);

test('the holder of the link gets the PDF by a signed address that holds for fifteen minutes', async () => {
  const answer = await download(mine.id, link);
  expect(answer.status).toBe(200);
  const { url, expiresAt } = (await answer.json()) as { url: string; expiresAt: string };
  const seconds = (Date.parse(expiresAt) - Date.now()) / 1000;
  expect(seconds).toBeGreaterThan(14 * 60);
  expect(seconds).toBeLessThanOrEqual(15 * 60);

  const file = await api.get(pathOf(url));
  expect(await file.text()).toBe('%PDF-1.7 mine');
  expect(file.headers.get('content-type')).toBe('application/pdf');
  expect(file.headers.get('content-disposition')).toContain(
    `filename="${mine.confirmationNumber}.pdf"`,
  );
  expect(file.headers.get('cache-control')).toContain('no-store');
});

test('a browser is sent there by a link that carries the token', async () => {
  for (const token of [api.link(mine.id), api.link(mine.id).split('.')[1]]) {
    const answer = await api.get(`/registrations/${mine.id}/tickets.pdf?token=${token}`);
    expect(answer.status).toBe(302);
    expect((await api.get(pathOf(answer.headers.get('location') ?? ''))).status).toBe(200);
  }
  expect(JSON.stringify(api.log)).not.toContain(api.link(mine.id).split('.')[1]);
});

test('an altered, exchanged or expired address opens nothing', async () => {
  const { url } = (await (await download(mine.id, link)).json()) as { url: string };
  const attempt = async (change: (u: URL) => void) => {
    const altered = new URL(url);
    change(altered);
    const answer = await api.get(altered.pathname + altered.search);
    return [answer.status, (await errorOf(answer)).code];
  };
  const refused = [403, 'TOKEN_INVALID'];
  expect(await attempt((u) => u.searchParams.delete('signature'))).toEqual(refused);
  expect(await attempt((u) => u.searchParams.set('expires', '9999999999'))).toEqual(refused);
  expect(await attempt((u) => u.searchParams.set('expires', '1'))).toEqual(refused);
  expect(await attempt((u) => u.searchParams.set('name', 'other.exe'))).toEqual(refused);
  expect(await attempt((u) => u.searchParams.append('signature', 'x'))).toEqual(refused);
  expect(
    await attempt((u) => {
      u.pathname = u.pathname.replace(mine.id, crypto.randomUUID());
    }),
  ).toEqual(refused);
  for (const path of ['/files/..%2f..%2fetc%2fpasswd', '/files/org/../../etc/passwd', '/files/'])
    expect((await api.get(`${path}${new URL(url).search}`)).status).toBeGreaterThanOrEqual(403);
});

test('whose registration it is not, is told the same as of one that is not there', async () => {
  const others = await confirmedRegistration(api, event);
  const strange = { 'x-registration-token': api.link(others.id) };
  const missing = await errorOf(await download(crypto.randomUUID(), strange));
  for (const headers of [{}, strange, staff, api.bearer(crypto.randomUUID())]) {
    const answer = await download(mine.id, headers);
    expect(answer.status).toBe(404);
    expect({ ...(await errorOf(answer)), requestId: '' }).toEqual({ ...missing, requestId: '' });
    expect((await api.get(`/registrations/${mine.id}/calendar.ics`, headers)).status).toBe(404);
  }
  expect((await download('not-an-id', link)).status).toBe(404);
});

test('whoever gave their ticket away gets neither its PDF nor its QR code any more', async () => {
  const given = await confirmedRegistration(api, event);
  const headers = { 'x-registration-token': api.link(given.id) };
  const { rows } = await api.db.adminPool.query<{ id: string }>(
    'select id from app_public.tickets where registration_id = $1',
    [given.id],
  );
  const pictures = () =>
    Promise.all(
      rows.map(async ({ id }) => (await api.get(`/tickets/${id}/qr.svg`, headers)).status),
    );
  expect(new Set(await pictures())).toEqual(new Set([200]));
  for (const { id } of rows)
    await withClaims(api.db.pools.api, { registrationId: given.id }, (client) =>
      client.query(`select app_public.transfer_ticket($1, 'Ada', 'ada@example.org')`, [id]),
    );
  expect(new Set(await pictures())).toEqual(new Set([404]));
  const answer = await download(given.id, headers);
  expect(answer.status).toBe(409);
  expect(await errorOf(answer)).toMatchObject({ code: 'HANDED_OVER' });
});

test('tickets that are not printed yet are asked for once and waited for', async () => {
  const fresh = await confirmedRegistration(api, event);
  const headers = { 'x-registration-token': api.link(fresh.id) };
  const waiting = [download(fresh.id, headers)];
  const requests = async () => {
    const { rows } = await api.db.adminPool.query(
      `select from app_private.outbox
       where topic = 'tickets.pdf_requested' and payload ->> 'registrationId' = $1`,
      [fresh.id],
    );
    return rows.length;
  };
  await until(async () => (await requests()) > 0);
  waiting.push(download(fresh.id, headers));
  await print(fresh.id, '%PDF-1.7 fresh');
  for (const answer of await Promise.all(waiting)) {
    const { url } = (await answer.json()) as { url: string };
    expect(await (await api.get(pathOf(url))).text()).toBe('%PDF-1.7 fresh');
  }
  expect(await requests()).toBe(1);
});

test('tickets that nobody prints are not waited for without end', async () => {
  const fresh = await confirmedRegistration(api, event);
  const answer = await download(fresh.id, { 'x-registration-token': api.link(fresh.id) });
  expect(answer.status).toBe(503);
  expect((await errorOf(answer)).hint).toContain('few seconds');
});

test('an order that only holds tickets has nothing to download', async () => {
  const held = await heldRegistration(api, event);
  const pending = await download(held, { 'x-registration-token': api.link(held) });
  expect(pending.status).toBe(409);
  expect((await errorOf(pending)).code).toBe('INVALID_STATE');
});

test('the calendar entry says when in UTC, where, and that it was called off', async () => {
  await api.db.adminPool.query(
    `update app_public.events set title = $2, location = $3, contact_email = 'box@example.org' where id = $1`,
    [
      event.id,
      'Soirée; with, commas\nand ACTION:DISPLAY',
      { venue: 'Old Mill', city: 'Köln', latitude: 50.9, longitude: 6.9 },
    ],
  );
  const read = async () => {
    const answer = await api.get(`/registrations/${mine.id}/calendar.ics`, link);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/calendar; charset=utf-8/);
    return answer.text();
  };
  const text = await read();
  // Long lines are folded; unfold to compare.
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  expect(lines).toContain('DTSTART:20270601T180000Z');
  expect(lines).toContain('DTEND:20270601T210000Z');
  expect(lines).toContain(String.raw`SUMMARY:Soirée\; with\, commas\nand ACTION:DISPLAY`);
  expect(lines.join('\n')).toContain(String.raw`LOCATION:Old Mill\, Köln`);
  expect(lines).toContain(`UID:${mine.id}@tickets.example`);
  expect(lines).toContain('STATUS:CONFIRMED');
  expect(text).not.toContain(api.link(mine.id).split('.')[1]);
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);

  const sequence = (ics: string) => Number(/^SEQUENCE:(\d+)/m.exec(ics)?.[1]);
  await api.db.adminPool.query(
    `update app_public.events set status = 'cancelled', cancelled_at = now(), updated_at = now() + interval '5 s' where id = $1`,
    [event.id],
  );
  const cancelled = await read();
  expect(cancelled).toContain('STATUS:CANCELLED');
  expect(sequence(cancelled)).toBeGreaterThanOrEqual(sequence(text));
  await api.db.adminPool.query(
    `update app_public.events set status = 'published', cancelled_at = null where id = $1`,
    [event.id],
  );
});

test('the QR code is an image for its holder, as the event key signed it', async () => {
  const [ticketId] = mine.ticketIds;
  const svg = await api.get(`/tickets/${ticketId}/qr.svg`, link);
  expect(svg.headers.get('content-type')).toContain('image/svg+xml');
  expect(await svg.text()).toMatch(/^<svg /);
  const png = await api.get(`/tickets/${ticketId}/qr.png?token=${api.link(mine.id)}`);
  expect(png.headers.get('content-type')).toBe('image/png');
  expect(
    Buffer.from(await png.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');

  const answer = await api.post(
    '/graphql',
    { query: `{ ticket(id: "${ticketId}") { qrToken } }` },
    link,
  );
  const { data } = (await answer.json()) as { data: { ticket: { qrToken: string } } };
  const { rows } = await api.db.adminPool.query<{ public_key: Buffer }>(
    'select public_key from app_private.event_keys where event_id = $1',
    [event.id],
  );
  const decoded = decodeToken(data.ticket.qrToken);
  if (!decoded || !rows[0]) throw new Error('no token or no key');
  expect(await isSignedBy(decoded, importPublicKey(rows[0].public_key))).toBe(true);

  for (const headers of [{}, staff])
    expect((await api.get(`/tickets/${ticketId}/qr.svg`, headers)).status).toBe(404);
  expect((await api.get(`/tickets/${ticketId}/qr.gif`, link)).status).toBe(404);
});
