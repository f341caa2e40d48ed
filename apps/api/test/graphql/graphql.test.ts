import { randomUUID } from 'node:crypto';
import { registrationToken } from '@foyer/db';
import {
  confirm,
  createTestDatabase,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import { importPublicKey, verifyTicket } from '@foyer/ticket-token';
import { secret, startGraphQL } from './support.ts';

let db: TestDatabase;
let api: Awaited<ReturnType<typeof startGraphQL>>;
let orgId: string;
beforeAll(async () => {
  db = await createTestDatabase();
  api = await startGraphQL(db);
  orgId = (await insertOrganization(db.pools.admin)).id;
});
afterAll(async () => {
  await api.close();
  await db.close();
});

const reserveMutation = `mutation ($input: ReserveTicketsInput!) {
  reserveTickets(input: $input) {
    registrationId registrationToken confirmationNumber status expiresAt totalMinor currency isReplay
    registration { id status event { title } registrationItems(first: 10) { nodes { quantity } } }
  }
}`;
const order = (event: TestEvent, quantity = 1) => ({
  eventId: event.id,
  lines: [{ ticketTypeId: Object.values(event.ticketTypes)[0], quantity }],
  idempotencyKey: randomUUID(),
});

test('a guest holds tickets and may read the registration in the same answer', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, ticketTypes: [{ priceMinor: 1250 }] });
  const { data, errors } = await api.query(reserveMutation, { input: order(event, 2) });
  expect(errors).toBeUndefined();
  const held = data.reserveTickets;
  expect(held).toMatchObject({
    status: 'pending',
    totalMinor: '2500',
    currency: 'EUR',
    isReplay: false,
    registrationToken: registrationToken(secret, held.registrationId),
    registration: {
      id: held.registrationId,
      event: { title: 'Soirée' },
      registrationItems: { nodes: [{ quantity: 2 }] },
    },
  });
});

test('the same key gets the same answer', async () => {
  const event = await insertEvent(db.pools.admin, { orgId });
  const input = order(event);
  const first = (await api.query(reserveMutation, { input })).data.reserveTickets;
  const second = (await api.query(reserveMutation, { input })).data.reserveTickets;
  expect(second).toEqual({ ...first, isReplay: true });
});

test('a hundred buyers at once for ten tickets: ten hold, ninety are told why not', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, quotas: { event: 10 } });
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => api.query(reserveMutation, { input: order(event) })),
  );
  const codes = answers.map((a) => a.errors?.[0]?.extensions?.code ?? 'HELD');
  expect(codes.filter((code) => code === 'HELD')).toHaveLength(10);
  expect(codes.filter((code) => code === 'HELD_BY_OTHERS')).toHaveLength(90);
});

test.each([
  ['an absurd quantity', { quantity: 2_000_000_000 }, 'INVALID_INPUT'],
  ['a negative quantity', { quantity: -1 }, 'INVALID_INPUT'],
  ['more than an order may have', { quantity: 11 }, 'LIMIT_REACHED'],
])('%s is refused with its code', async (_what, { quantity }, code) => {
  const event = await insertEvent(db.pools.admin, { orgId });
  const { data, errors } = await api.query(reserveMutation, { input: order(event, quantity) });
  expect(data?.reserveTickets ?? null).toBeNull();
  expect(errors?.[0]?.extensions?.code).toBe(code);
});

test('a stranger is told the same of what is not theirs as of what is not there', async () => {
  const event = await insertEvent(db.pools.admin, { orgId });
  const { registrationId } = await reserve(db.pools.api, reservationRequest(event));
  const release =
    'mutation ($id: UUID!) { releaseRegistration(input: {registrationId: $id}) { result { id } } }';
  const notYours = await api.query(release, { id: registrationId });
  const notThere = await api.query(release, { id: randomUUID() });
  expect(notYours.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect(notYours.errors?.map((e) => ({ ...e, locations: 0 }))).toEqual(
    notThere.errors?.map((e) => ({ ...e, locations: 0 })),
  );
  const read = await api.query('query ($id: UUID!) { registration(id: $id) { id } }', {
    id: registrationId,
  });
  expect(read).toMatchObject({ data: { registration: null } });
});

test('a holder gets a QR code that the event key verifies; staff get none', async () => {
  const staff = await insertUser(db.pools.admin);
  const org = await insertOrganization(db.pools.admin, { members: { [staff.id]: 'owner' } });
  const event = await insertEvent(db.pools.admin, { orgId: org.id });
  const { registrationId } = await reserve(
    db.pools.api,
    reservationRequest(event, { quantity: 2 }),
  );
  await confirm(db.pools.admin, registrationId);
  const query =
    'query ($id: UUID!) { registration(id: $id) { tickets(first: 10) { nodes { id qrToken } } } }';
  const mine = await api.query(query, { id: registrationId }, { registrationId });
  const tokens: string[] = mine.data.registration.tickets.nodes.map(
    (t: { qrToken: string }) => t.qrToken,
  );
  const { rows } = await db.pools.admin.query(
    'select public_key from app_private.event_keys where event_id = $1',
    [event.id],
  );
  const key = importPublicKey(rows[0].public_key);
  expect(tokens.map((token) => verifyTicket(token, () => key).outcome)).toEqual(['valid', 'valid']);
  expect(new Set(tokens).size).toBe(2);
  const theirs = await api.query(query, { id: registrationId }, { userId: staff.id });
  expect(
    theirs.data.registration.tickets.nodes.map((t: { qrToken: string | null }) => t.qrToken),
  ).toEqual([null, null]);
});

test('an unlisted event is seen and sold only with its link', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, visibility: 'unlisted' });
  const { rows } = await db.pools.admin.query(
    'insert into app_public.event_links (org_id, event_id) values ($1, $2) returning token',
    [orgId, event.id],
  );
  const query =
    'query ($id: UUID!) { event(id: $id) { ticketTypes(first: 5) { nodes { name remaining availability } } } }';
  expect((await api.query(query, { id: event.id })).data.event).toBeNull();
  const eventLink = rows[0].token;
  expect(
    (await api.query(query, { id: event.id }, { eventLink })).data.event.ticketTypes.nodes,
  ).toEqual([{ name: 'Standard', remaining: 10, availability: 'on_sale' }]);
  expect(
    (await api.query(reserveMutation, { input: order(event) })).errors?.[0]?.extensions?.code,
  ).toBe('NOT_FOUND');
  expect(
    (await api.query(reserveMutation, { input: order(event) }, { eventLink })).errors,
  ).toBeUndefined();
});

test('when the payment service is down the tickets stay held and the buyer is told', async () => {
  const event = await insertEvent(db.pools.admin, { orgId, ticketTypes: [{ priceMinor: 500 }] });
  const { registrationId } = await reserve(db.pools.api, reservationRequest(event));
  await db.pools.admin.query(
    `update app_public.registrations set buyer_name = 'A', buyer_email = 'a@example.org',
       attendee_info = jsonb_build_array(jsonb_build_object('ticketTypeId', $2::text, 'name', 'A')) where id = $1`,
    [registrationId, event.ticketTypes.Standard],
  );
  const { errors } = await api.query(
    'mutation ($id: UUID!) { startPayment(input: {registrationId: $id}) { redirectUrl } }',
    { id: registrationId },
    { registrationId },
  );
  expect(errors?.[0]?.extensions?.code).toBe('PAYMENT_UNAVAILABLE');
  const { rows } = await db.pools.admin.query(
    'select status from app_public.registrations where id = $1',
    [registrationId],
  );
  expect(rows[0].status).toBe('pending');
});

describe('limits', () => {
  test.each([
    ['a list without a page size', '{ events { nodes { id } } }'],
    ['a page of more than 100', '{ events(first: 101) { nodes { id } } }'],
    ['a page of nothing', '{ events(first: null) { nodes { id } } }'],
    ['a second size of more than 100', '{ events(first: 1, last: 101) { nodes { id } } }'],
    ['a variable without a value', 'query ($n: Int) { events(first: $n) { nodes { id } } }'],
    ['a huge default', 'query ($n: Int = 101) { events(first: $n) { nodes { id } } }'],
    [
      'a variable without a value in a fragment',
      'query ($n: Int) { ...F } fragment F on Query { events(first: $n) { nodes { id } } }',
    ],
    [
      'a nested list without a page size',
      '{ events(first: 1) { nodes { ticketTypes { nodes { id } } } } }',
    ],
    [
      'a query that winds in circles',
      `{ events(first: 1) { nodes ${'{ organization { events(first: 1) { nodes '.repeat(6)} { id } ${'} } }'.repeat(6)} } }`,
    ],
    [
      'very many fields',
      `{ ${'me { id } '.repeat(1)} ${Array.from({ length: 19 }, (_, i) => `a${i}: me { ${Array.from({ length: 35 }, (_, j) => `f${j}: id`).join(' ')} }`).join(' ')} }`,
    ],
    [
      'very many aliases',
      `{ ${Array.from({ length: 21 }, (_, i) => `a${i}: me { id }`).join(' ')} }`,
    ],
    [
      'many mutations in one request',
      `mutation { ${Array.from({ length: 6 }, (_, i) => `a${i}: requestTicketLinks(input: {email: "a@example.org"}) { boolean }`).join(' ')} }`,
    ],
  ])('%s is refused', async (_what, query) => {
    const { errors, data } = await api.query(query);
    expect(data ?? null).toBeNull();
    expect(errors?.[0]?.message).toBeTruthy();
    expect(errors?.[0]?.extensions?.code).not.toBe('INTERNAL');
  });

  test('a page size in a variable is bounded too', async () => {
    const query = 'query ($n: Int) { events(first: $n) { nodes { id } } }';
    const { errors } = await api.query(query, { n: 2_147_483_647 });
    expect(errors?.[0]?.message).toContain('at most 100');
    expect((await api.query(query, { n: 100 })).errors).toBeUndefined();
    expect((await api.query(query, { n: null })).errors?.[0]?.message).toContain('at most 100');
  });

  test('one of two sizes may be left out, and a default may say how many', async () => {
    const either = 'query ($a: Int, $b: Int) { events(first: $a, last: $b) { nodes { id } } }';
    expect((await api.query(either, { b: 5 })).errors).toBeUndefined();
    const some = 'query ($n: Int = 5) { events(first: $n) { nodes { id } } }';
    expect((await api.query(some)).errors).toBeUndefined();
    expect((await api.query(some, { n: null })).errors?.[0]?.message).toContain('at most 100');
  });

  test('a list may be counted without a page', async () => {
    expect((await api.query('{ events { totalCount } }')).errors).toBeUndefined();
  });
});

test('what a value violates is told without the name of a constraint; other failures are masked', async () => {
  const owner = await insertUser(db.pools.admin);
  const org = await insertOrganization(db.pools.admin, { members: { [owner.id]: 'owner' } });
  const create = (input: Record<string, unknown>) =>
    api.query(
      'mutation ($input: EventInput!) { createEvent(input: {event: $input}) { event { id status } } }',
      {
        input: {
          orgId: org.id,
          slug: 'x-y',
          title: 'T',
          startsAt: '2030-01-01T10:00:00Z',
          endsAt: '2030-01-01T12:00:00Z',
          timezone: 'Europe/Berlin',
          ...input,
        },
      },
      { userId: owner.id },
    );
  expect((await create({})).data.createEvent.event).toMatchObject({ status: 'draft' });
  for (const wrong of [
    { timezone: 'Mars/Olympus' },
    { endsAt: '2029-01-01T10:00:00Z' },
    { slug: 'No slug' },
    { title: '' },
  ]) {
    const { errors } = await create({ slug: 'other', ...wrong });
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect(JSON.stringify(errors)).not.toMatch(/constraint|relation|check_/);
  }
  const taken = await create({ slug: 'x-y' });
  expect(taken.errors?.[0]?.extensions?.code).toBe('SLUG_TAKEN');
  expect(JSON.stringify(taken.errors)).not.toContain('events_org_id_slug_key');
  const foreign = await create({ orgId, slug: 'theirs' });
  expect(foreign.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});
