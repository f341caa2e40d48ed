import { randomUUID } from 'node:crypto';
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
  until,
} from '@foyer/testing';
import { type Claims, withClaims } from '../../src/index.ts';

/** These commit, each with tickets of its own. */
let db: TestDatabase;
let orgId: string;
const people: Record<'admin' | 'staff' | 'stranger' | 'buyer', string> = {
  admin: '',
  staff: '',
  stranger: '',
  buyer: '',
};
beforeAll(async () => {
  db = await createTestDatabase();
  for (const name of Object.keys(people) as (keyof typeof people)[])
    people[name] = (await insertUser(db.pools.admin)).id;
  orgId = (
    await insertOrganization(db.pools.admin, {
      members: { [people.admin]: 'admin', [people.staff]: 'staff' },
    })
  ).id;
  await insertOrganization(db.pools.admin, { members: { [people.stranger]: 'owner' } });
});
afterAll(() => db.close());

type Order = { event: TestEvent; registrationId: string; ticketIds: [string, string] };

/** Two tickets of Grace, who is both their attendees and has an account. */
async function order(options: { startsAt?: Date; endsAt?: Date } = {}): Promise<Order> {
  const event = await insertEvent(db.pools.admin, { orgId, ...options });
  const { registrationId } = await reserve(
    db.pools.admin,
    reservationRequest(event, { quantity: 2, userId: people.buyer }),
  );
  const ticketIds = (await confirm(db.pools.admin, registrationId)) as [string, string];
  return { event, registrationId, ticketIds };
}

const transfer = (claims: Claims, ticketId: string, name = 'Ada', email = 'ada@example.org') =>
  withClaims(db.pools.api, claims, (client) =>
    client.query('select app_public.transfer_ticket($1, $2, $3)', [ticketId, name, email]),
  );
const byLink = (registrationId: string): Claims => ({ registrationId });
const byAccount = (userId: string): Claims => ({ userId });

const stateOf = async (ticketId: string) =>
  (
    await db.pools.admin.query<{
      code: string;
      version: number;
      secret: string;
      name: string;
      email: string;
      is_handed_over: boolean;
    }>(
      `select t.code, t.version, encode(s.secret, 'hex') as secret, t.attendee_name as name,
         t.attendee_email as email, t.handed_over_at is not null as is_handed_over
       from app_public.tickets t join app_private.ticket_secrets s on s.ticket_id = t.id where t.id = $1`,
      [ticketId],
    )
  ).rows[0];
const wasToldOf = async (registrationId: string): Promise<number> =>
  (
    await db.pools.admin.query(
      `select from app_private.outbox o
       join app_private.ticket_transfers x on x.id = (o.payload ->> 'transferId')::uuid
       join app_public.tickets t on t.id = x.ticket_id
       where o.topic = 'ticket.transferred' and t.registration_id = $1`,
      [registrationId],
    )
  ).rowCount ?? 0;

/** What somebody sees of an order: its tickets, those given away, and how many QR codes. */
async function seenBy(claims: Claims, { registrationId, ticketIds }: Order) {
  const rows = await withClaims(db.pools.api, claims, async (client) => ({
    tickets: await client.query<{ id: string }>(
      'select id from app_public.tickets where registration_id = $1 order by id',
      [registrationId],
    ),
    handedOver: await client.query<{ ticket_id: string; attendee_name: string }>(
      `select h.ticket_id, h.attendee_name
       from app_public.registrations r, app_public.registrations_handed_over_tickets(r) h where r.id = $1`,
      [registrationId],
    ),
  }));
  const { rowCount: qrCodes } = await db.pools.api.query(
    'select from app_private.ticket_token_parts($1, $2, $3)',
    [ticketIds, claims.userId ?? null, claims.registrationId ?? null],
  );
  return {
    tickets: rows.tickets.rows.map(({ id }) => id),
    handedOver: rows.handedOver.rows.map((row) => [row.ticket_id, row.attendee_name]),
    qrCodes,
  };
}

/** What the door decided, recorded: by the first version, unless told otherwise. */
async function admit(
  event: TestEvent,
  ticketId: string,
  shown: object = { version: 1 },
): Promise<string> {
  const scanId = randomUUID();
  const device = (
    await db.pools.admin.query<{ id: string }>(
      `insert into app_public.devices (org_id, event_id, name, paired_at) values ($1, $2, 'Phone', now()) returning id`,
      [event.orgId, event.id],
    )
  ).rows[0]?.id;
  const entry = { kind: 'scan', scanId, ticketId, verdict: 'accepted', method: 'scan', ...shown };
  await db.pools.checkin.query('select app_private.record_check_ins($1, $2)', [
    event.id,
    JSON.stringify([{ ...entry, deviceId: device, at: new Date().toISOString() }]),
  ]);
  return scanId;
}

test.each<[string, (order: Order) => Claims]>([
  ['the buyer by account', () => byAccount(people.buyer)],
  ['the buyer by the order’s link', ({ registrationId }) => byLink(registrationId)],
  ['an admin of the organization', () => byAccount(people.admin)],
])(
  '%s gives a ticket away: the same ticket with a new secret, code and version',
  async (_who, as) => {
    const sold = await order();
    const [given, kept] = sold.ticketIds;
    const [before, other] = [await stateOf(given), await stateOf(kept)];
    await transfer(as(sold), given, ' Ada Lovelace ', ' Ada@Example.org ');
    const after = await stateOf(given);
    expect(after).toMatchObject({
      version: 2,
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      is_handed_over: true,
    });
    expect(after?.secret).not.toBe(before?.secret);
    expect(after?.code).not.toBe(before?.code);
    expect(await stateOf(kept)).toEqual(other);
    const { rows } = await db.pools.checkin.query<{ secret: Buffer; code: string }>(
      'select secret, code from app_private.replaced_codes($1, $2)',
      [sold.event.id, [given]],
    );
    expect(rows.map(({ secret, code }) => [secret.toString('hex'), code])).toEqual([
      [before?.secret, before?.code],
    ]);
  },
);

test.each<[string, (order: Order) => Claims | Promise<Claims>, string]>([
  ['a stranger', () => byAccount(people.stranger), 'FY006'],
  ['staff of the organization', () => byAccount(people.staff), 'FY007'],
  ['nobody in particular', () => ({}), 'FY011'],
  [
    'who holds the link of another order',
    async () => byLink((await order()).registrationId),
    'FY011',
  ],
])('%s gives away nothing', async (_who, as, code) => {
  const sold = await order();
  const before = await stateOf(sold.ticketIds[0]);
  await expect(transfer(await as(sold), sold.ticketIds[0])).rejects.toMatchObject({ code });
  expect(await stateOf(sold.ticketIds[0])).toEqual(before);
});

test('the buyer keeps neither the ticket nor its codes; the organization sees it', async () => {
  const sold = await order();
  const [given, kept] = sold.ticketIds;
  const link = byLink(sold.registrationId);
  expect(await seenBy(link, sold)).toEqual({ tickets: [given, kept], handedOver: [], qrCodes: 2 });
  await transfer(link, given);
  const left = { tickets: [kept], handedOver: [[given, 'Ada']], qrCodes: 1 };
  expect(await seenBy(link, sold)).toEqual(left);
  expect(await seenBy(byAccount(people.buyer), sold)).toEqual(left);
  expect(await seenBy(byAccount(people.staff), sold)).toMatchObject({ tickets: [given, kept] });
  expect(await seenBy(byAccount(people.stranger), sold)).toEqual({
    tickets: [],
    handedOver: [],
    qrCodes: 0,
  });
  const { rows } = await db.pools.worker.query(
    `select jsonb_path_query_array(app_private.registration_document($1), '$.tickets[*].id') as ids`,
    [sold.registrationId],
  );
  expect(rows[0].ids).toEqual([kept]);
});

test('whose tickets are all given away has no PDF of them, and none is sent again', async () => {
  const sold = await order();
  const keyOf = async () =>
    (
      await db.pools.api.query('select app_private.ticket_pdf_key($1) as key', [
        sold.registrationId,
      ])
    ).rows[0].key;
  const first = await keyOf();
  await transfer(byLink(sold.registrationId), sold.ticketIds[0]);
  expect(await keyOf()).not.toBe(first);
  const resend = () =>
    withClaims(db.pools.api, byLink(sold.registrationId), (client) =>
      client.query('select app_public.resend_confirmation($1)', [sold.registrationId]),
    );
  await resend();
  await transfer(byLink(sold.registrationId), sold.ticketIds[1]);
  expect(await keyOf()).toBeNull();
  await expect(resend()).rejects.toMatchObject({ code: 'FY032' });
});

test('only an admin gives a ticket on that was given away, and back to the buyer, who sees it again', async () => {
  const sold = await order();
  const link = byLink(sold.registrationId);
  const [given] = sold.ticketIds;
  await transfer(link, given);
  await expect(transfer(link, given, 'Grace Hopper', 'grace@example.org')).rejects.toMatchObject({
    code: 'FY032',
  });
  await transfer(byAccount(people.admin), given, 'Grace Hopper', 'grace@example.org');
  expect(await stateOf(given)).toMatchObject({ version: 3, is_handed_over: false });
  expect(await seenBy(link, sold)).toMatchObject({ handedOver: [], qrCodes: 2 });
});

test('a buyer who only changes the name keeps the ticket, with new codes', async () => {
  const sold = await order();
  await transfer(byLink(sold.registrationId), sold.ticketIds[0], 'Ada', 'grace@example.org');
  expect(await stateOf(sold.ticketIds[0])).toMatchObject({ version: 2, is_handed_over: false });
});

test('the same request again, and many at once, change the ticket once and tell of it once', async () => {
  const sold = await order();
  const link = byLink(sold.registrationId);
  await Promise.all(Array.from({ length: 6 }, () => transfer(link, sold.ticketIds[0])));
  const after = await stateOf(sold.ticketIds[0]);
  expect(after?.version).toBe(2);
  await transfer(link, sold.ticketIds[0], 'Ada', 'ADA@example.org');
  expect(await stateOf(sold.ticketIds[0])).toEqual(after);
  expect(await wasToldOf(sold.registrationId)).toBe(1);
});

test.each([
  ['no name', '  ', 'ada@example.org'],
  ['a name that is too long', 'a'.repeat(121), 'ada@example.org'],
  ['no address', 'Ada', ''],
  ['what is no address', 'Ada', 'ada at home'],
  ['what no mail can be sent to', 'Ada', 'ada;grace@example.org'],
])('%s is refused', async (_what, name, email) => {
  const sold = await order();
  await expect(
    transfer(byLink(sold.registrationId), sold.ticketIds[0], name, email),
  ).rejects.toMatchObject({ code: 'FY008' });
});

test('a ticket that was used cannot be given away, by nobody, until that is undone', async () => {
  const sold = await order();
  const [used] = sold.ticketIds;
  await admit(sold.event, used);
  for (const claims of [byLink(sold.registrationId), byAccount(people.admin)])
    await expect(transfer(claims, used)).rejects.toMatchObject({ code: 'FY030' });
  await withClaims(db.pools.api, byAccount(people.staff), (client) =>
    client.query(
      'select app_public.undo_check_in(id) from app_public.check_ins where ticket_id = $1',
      [used],
    ),
  );
  await transfer(byLink(sold.registrationId), used);
  expect(await stateOf(used)).toMatchObject({ version: 2 });
});

const update = (set: string, { event }: Order) =>
  db.pools.admin.query(`update app_public.events set ${set} where id = $1`, [event.id]);

test.each([
  ['the event does not allow it', 'is_transferable = false'],
  ['the time for it is over', `transfers_close_at = now() - interval '1 second'`],
  ['the event has started', `starts_at = now() - interval '1 second'`],
])('when %s, guests give away nothing and admins may', async (_when, set) => {
  const sold = await order();
  await update(set, sold);
  for (const claims of [byLink(sold.registrationId), byAccount(people.buyer)])
    await expect(transfer(claims, sold.ticketIds[0])).rejects.toMatchObject({ code: 'FY031' });
  await transfer(byAccount(people.admin), sold.ticketIds[0]);
  expect(await stateOf(sold.ticketIds[0])).toMatchObject({ version: 2 });
});

test('where guests may until later, they may after the start', async () => {
  const sold = await order();
  await update(
    `starts_at = now() - interval '1 hour', transfers_close_at = now() + interval '1 hour'`,
    sold,
  );
  await transfer(byLink(sold.registrationId), sold.ticketIds[0]);
  expect(await stateOf(sold.ticketIds[0])).toMatchObject({ version: 2 });
});

test.each([
  [
    'a cancelled ticket',
    `update app_public.tickets set status = 'cancelled', cancelled_at = now() where registration_id = $1`,
  ],
  [
    'a ticket of a cancelled order',
    `update app_public.registrations set status = 'cancelled', cancelled_at = now() where id = $1`,
  ],
  [
    'a ticket of an event that is over',
    `update app_public.events e set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 second'
     from app_public.registrations r where r.id = $1 and e.id = r.event_id`,
  ],
  [
    'a ticket of an event that was taken back',
    `update app_public.events e set status = 'draft'
     from app_public.registrations r where r.id = $1 and e.id = r.event_id`,
  ],
])('%s is given away by nobody', async (_what, statement) => {
  const sold = await order();
  await db.pools.admin.query(statement, [sold.registrationId]);
  for (const claims of [byLink(sold.registrationId), byAccount(people.admin)])
    await expect(transfer(claims, sold.ticketIds[0])).rejects.toMatchObject({ code: 'FY010' });
});

test('a use of the old code that is recorded after the transfer is marked as a conflict; one of the new is not', async () => {
  const sold = await order();
  const [given, kept] = sold.ticketIds;
  await transfer(byLink(sold.registrationId), given);
  const late = await admit(sold.event, given);
  const plain = await admit(sold.event, kept);
  const { rows } = await db.pools.admin.query(
    'select id, is_conflict from app_public.scans where event_id = $1 order by is_conflict',
    [sold.event.id],
  );
  expect(rows).toEqual([
    { id: plain, is_conflict: false },
    { id: late, is_conflict: true },
  ]);
});

test('positive control: by an entry that does not say what was shown, nobody would know', async () => {
  const sold = await order();
  await transfer(byLink(sold.registrationId), sold.ticketIds[0]);
  await admit(sold.event, sold.ticketIds[0], {});
  const { rows } = await db.pools.admin.query(
    'select is_conflict from app_public.scans where event_id = $1',
    [sold.event.id],
  );
  expect(rows).toEqual([{ is_conflict: false }]);
});

test('tickets change hands while the door records, others buy and the event is called off: nobody waits in a circle', async () => {
  for (let round = 0; round < 3; round++) {
    const event = await insertEvent(db.pools.admin, { orgId, quotas: { event: 100 } });
    const orders = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { registrationId } = await reserve(
          db.pools.admin,
          reservationRequest(event, { quantity: 5 }),
        );
        return { registrationId, ticketIds: await confirm(db.pools.admin, registrationId) };
      }),
    );
    const given = orders.map(async ({ registrationId, ticketIds }) => {
      const outcomes: string[] = [];
      for (const ticketId of ticketIds)
        outcomes.push(
          await transfer(byLink(registrationId), ticketId).then(
            () => 'transferred',
            (error) => error.code,
          ),
        );
      return outcomes;
    });
    const recorded = orders
      .flatMap(({ ticketIds }) => ticketIds)
      .reverse()
      .map((ticketId) => admit(event, ticketId));
    const bought = Array.from({ length: 5 }, async () => {
      const answer = await reserve(db.pools.admin, reservationRequest(event));
      await confirm(db.pools.admin, answer.registrationId);
    });
    const off = Promise.all([...given.slice(0, 2), ...recorded.slice(0, 5)]).then(() =>
      withClaims(db.pools.api, byAccount(people.admin), (client) =>
        client.query(`select app_public.cancel_event($1, 'Storm.')`, [event.id]),
      ),
    );
    const outcomes = (await Promise.all(given)).flat();
    await Promise.all([...recorded, off, Promise.allSettled(bought)]);
    // Used at the door, or called off; never a deadlock.
    const known = ['transferred', 'FY030', 'FY010'];
    expect(outcomes.filter((outcome) => !known.includes(outcome))).toEqual([]);
    const { rows } = await db.pools.admin.query(
      `select count(*)::int as unseen from app_public.tickets t
       join app_public.check_ins c on c.ticket_id = t.id join app_public.scans s on s.id = c.scan_id
       where t.event_id = $1 and t.version > 1 and not s.is_conflict`,
      [event.id],
    );
    expect(rows).toEqual([{ unseen: 0 }]);
  }
});

test('while the door records, a transfer waits, and then finds the ticket used', async () => {
  const sold = await order();
  const [ticketId] = sold.ticketIds;
  const door = await db.pools.admin.connect();
  try {
    await door.query('begin');
    await door.query(
      `select pg_advisory_xact_lock(hashtextextended('foyer:check-ins:' || $1, 0))`,
      [sold.event.id],
    );
    const waiting = transfer(byLink(sold.registrationId), ticketId);
    const outcome = waiting.then(
      () => 'transferred',
      (error) => error.code,
    );
    await until(
      async () =>
        (
          await db.pools.admin.query(
            `select from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())`,
          )
        ).rowCount === 1,
    );
    await door.query(
      `with scan as (
         insert into app_public.scans (id, org_id, event_id, ticket_id, verdict, method, scanned_at)
         values (gen_random_uuid(), $1, $2, $3, 'accepted', 'scan', now()) returning *)
       insert into app_public.check_ins (org_id, event_id, ticket_id, scan_id, checked_in_at, method)
       select org_id, event_id, ticket_id, id, now(), method from scan`,
      [orgId, sold.event.id, ticketId],
    );
    await door.query('commit');
    expect(await outcome).toBe('FY030');
  } finally {
    door.release();
  }
});

test('the order’s history tells staff who it was and who it is', async () => {
  const sold = await order();
  await transfer(byAccount(people.buyer), sold.ticketIds[0]);
  const { rows } = await withClaims(db.pools.api, byAccount(people.staff), (client) =>
    client.query(
      `select h.old_data, h.new_data, h.user_id
       from app_public.registrations r, app_public.registrations_history(r) h
       where r.id = $1 and h.table_name = 'tickets' and h.action = 'update'`,
      [sold.registrationId],
    ),
  );
  expect(rows).toMatchObject([
    {
      old_data: {
        attendee_name: expect.stringMatching(/^Grace Hopper/),
        attendee_email: 'grace@example.org',
      },
      new_data: { attendee_name: 'Ada', attendee_email: 'ada@example.org', version: 2 },
      user_id: people.buyer,
    },
  ]);
});
