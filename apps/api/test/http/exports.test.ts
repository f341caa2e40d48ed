import { insertEvent, insertOrganization, insertUser, type TestEvent } from '@foyer/testing';
import { errorOf, startTestApi, type TestApi } from '../support.ts';
import { confirmedRegistration } from './factories.ts';

let api: TestApi;
let event: TestEvent;
let staff: { authorization: string };
beforeAll(async () => {
  api = await startTestApi();
  const member = await insertUser(api.db.adminPool);
  const org = await insertOrganization(api.db.adminPool, { members: { [member.id]: 'staff' } });
  event = await insertEvent(api.db.adminPool, { orgId: org.id, quotas: { event: 5000 } });
  staff = api.bearer(member.id);
});
afterAll(() => api.close());

const exportOf = (id: string, headers: Record<string, string> = staff, query = '') =>
  api.get(`/events/${id}/attendees.csv${query}`, headers);

/** RFC 4180, by hand: what a reader makes of it. */
function parse(text: string): string[][] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

async function rename(ticketId: string, name: string): Promise<void> {
  await api.db.adminPool.query('update app_public.tickets set attendee_name = $2 where id = $1', [
    ticketId,
    name,
  ]);
}

const dangerous = [
  '=HYPERLINK("http://evil.example")',
  '+49 170 1234567',
  '-2+3',
  '@SUM(A1)',
  '＝1+1',
  '\t=1+1',
  'Comma, "quoted", ünïcode 漢字',
];

test('staff get everybody as a table that no spreadsheet takes for formulas', async () => {
  for (const name of dangerous) {
    const { ticketIds } = await confirmedRegistration(api, event, { email: 'guest@example.org' });
    await rename(ticketIds[0] ?? '', name);
  }
  const answer = await exportOf(event.id);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain(`${event.slug}-attendees.csv`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [header = [], ...rows] = parse(bytes.toString());
  expect(header[0]).toBe('Attendee');
  expect(header).toContain('Checked in (Europe/Berlin)');
  expect(rows).toHaveLength(dangerous.length);
  for (const row of rows) {
    expect(row).toHaveLength(header.length);
    for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
  }
  const names = rows.map(([name]) => name);
  for (const name of dangerous) expect(names).toContain(/^[^CA]/.test(name) ? `'${name}` : name);
  expect(rows[0]?.[header.indexOf('Ticket code')]).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
});

test('the header speaks German on request', async () => {
  const [header] = parse(await (await exportOf(event.id, staff, '?locale=de')).text());
  expect(header?.slice(0, 3)).toEqual(['Teilnehmende', 'E-Mail', 'Ticketart']);
});

test('others are told that there is no such event, nobody that they must sign in', async () => {
  const stranger = await insertUser(api.db.adminPool);
  await insertOrganization(api.db.adminPool, { members: { [stranger.id]: 'owner' } });
  const theirs = await exportOf(event.id, api.bearer(stranger.id));
  const missing = await exportOf(crypto.randomUUID(), api.bearer(stranger.id));
  expect(theirs.status).toBe(404);
  expect({ ...(await errorOf(theirs)), requestId: '' }).toEqual({
    ...(await errorOf(missing)),
    requestId: '',
  });
  const nobody = await exportOf(event.id, {});
  expect(nobody.status).toBe(401);
  expect((await errorOf(nobody)).code).toBe('NOT_SIGNED_IN');
});

test('a thousand attendees arrive whole, and a reader who leaves gives the connection back', async () => {
  const member = await insertUser(api.db.adminPool);
  const org = await insertOrganization(api.db.adminPool, { members: { [member.id]: 'staff' } });
  const large = await insertEvent(api.db.adminPool, {
    orgId: org.id,
    quotas: { event: 5000 },
    maxPerOrder: 1000,
    ticketTypes: [{ maxPerOrder: 1000 }],
  });
  await confirmedRegistration(api, large, { quantity: 1000 });
  const as = api.bearer(member.id);
  const [, ...rows] = parse(await (await exportOf(large.id, as)).text());
  expect(rows).toHaveLength(1000);

  // More readers leaving than there are connections or places.
  for (let i = 0; i < 12; i += 1) {
    const answer = await exportOf(large.id, as);
    expect(answer.status).toBe(200);
    await answer.body?.cancel();
  }
  const [, ...again] = parse(await (await exportOf(large.id, as)).text());
  expect(again).toHaveLength(1000);
});
