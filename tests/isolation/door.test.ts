import { randomUUID } from 'node:crypto';
import { createTestDatabase, type TestDatabase, until } from '@foyer/testing';
import { createTicketTokens } from '../../apps/api/src/tickets/ticket-tokens.ts';
import { doorRoutes } from '../../apps/checkin/src/http/handle.ts';
import { readBacklog } from '../../apps/checkin/src/sync/backlog.ts';
import { openDoor, type TestDoor } from '../../apps/checkin/test/door.ts';
import { type Answer, request } from '../support/isolation-tenants.ts';
import { complete, coverageOf } from './coverage.ts';
import { changedTables, digestOfTenant } from './digest.ts';
import { Findings } from './findings.ts';
import { differenceOf, withoutSent } from './graphql/compare.ts';
import { routesOf } from './routes.ts';
import { otherSide, type Side, sides, type World } from './world/canaries.ts';
import { createLeakFinder } from './world/leaks.ts';
import { foyerSecret, plantTenants } from './world/plant.ts';
import { deviceSecret, pairingCode } from './world/plantings.ts';

/** Every route of the door, asked with each tenant's devices for what is the other one's. */
const db: TestDatabase = await createTestDatabase();
const plant = await plantTenants(db.pools.admin, db.pools.api);
const door: TestDoor = await openDoor({ db });
const leaksOf = createLeakFinder(plant);
const tokensOf = createTicketTokens(db.pools.api, foyerSecret);
afterAll(async () => {
  await door.close();
  await db.close();
});

const nobody = 'cccc0bad-0000-7000-8000-00000000dead';
const id = (side: Side, table: string, world: World, variant?: string): string =>
  String(plant.find(side, `app_public.${table}`, world, variant).values.id);
const deviceToken = (side: Side, world: World): string =>
  `${id(side, 'events', world)}.${deviceSecret({ side, world })}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function ticketToken(side: Side, world: World): Promise<string> {
  const userId = String(plant.find(side, 'app_public.users', null, 'attendee').values.id);
  const [token] = await tokensOf({ userId }, [id(side, 'tickets', world, 'account')]);
  if (!token) throw new Error('the ticket has no token');
  return token;
}

type Call = { path: string; body?: unknown };
type Pair = { theirs: Call; nobodys: Call };
const scan = (token: string, method: string, scanId: string = randomUUID()): Call => ({
  path: '/scans',
  body: { scanId, token, method, scannedAt: new Date().toISOString() },
});
/** The phone let them in by itself. */
const told = (token: string, method: string, scanId: string = randomUUID()): Call => {
  const now = new Date().toISOString();
  const one = { scanId, token, method, scannedAt: now, verdict: 'accepted' };
  return { path: '/offline-scans', body: { deviceTime: now, scans: [one] } };
};
const likeNobody = (text: string): string =>
  /^(kestrel|bittern)/.test(text) ? text.replace(/^(kestrel|bittern)/, 'nightjar') : '0000000000';
const worldsOnSale: World[] = ['public', 'unlisted'];

/** What a device can ask about another tenant: by its tickets, scans, codes and people. */
const questions: Record<(typeof doorRoutes)[number], (side: Side) => Promise<Pair[]>> = {
  'POST /pair': async () => [
    {
      theirs: { path: '/pair', body: { code: 'ZZZZ-ZZZZ' } },
      nobodys: { path: '/pair', body: { code: 'YYYY-YYYY' } },
    },
  ],
  'POST /scans': (side) =>
    Promise.all(
      worldsOnSale.flatMap((world) => [
        // A code typed in, and one that nobody has.
        (async () => {
          const code = String(plant.find(side, 'app_public.tickets', world, 'account').values.code);
          return { theirs: scan(code, 'typed'), nobodys: scan('0000000000', 'typed') };
        })(),
        // A ticket of the other tenant's event, and one of an event that this database does not know.
        (async () => ({
          theirs: scan(await ticketToken(side, world), 'scan'),
          nobodys: scan(ticketOfNowhere, 'scan'),
        }))(),
      ]),
    ),
  'POST /scans/:id/undo': async (side) =>
    worldsOnSale.map((world) => ({
      theirs: { path: `/scans/${id(side, 'scans', world, 'account')}/undo`, body: {} },
      nobodys: { path: `/scans/${nobody}/undo`, body: {} },
    })),
  'GET /guests': async (side) =>
    worldsOnSale.flatMap((world) => {
      const { attendee_name, attendee_email, code } = plant.find(
        side,
        'app_public.tickets',
        world,
        'account',
      ).values;
      return [attendee_name, attendee_email, code].map((query) => ({
        theirs: { path: `/guests?query=${encodeURIComponent(String(query))}` },
        // As like the device's own guests as the other's are: the search forgives typing errors.
        nobodys: { path: `/guests?query=${encodeURIComponent(likeNobody(String(query)))}` },
      }));
    }),
  'POST /sign-off': async () => [],
  'GET /event': async () => [],
  // Since a state of the other event's list, and from the middle of it.
  'GET /offline-list': async (side) => {
    const device = bearer(deviceToken(side, 'public'));
    const list = await ask('GET /offline-list', { path: '/offline-list' }, device);
    const { version } = JSON.parse(list.text);
    return ['', '&cursor=7'].map((cursor) => ({
      theirs: { path: `/offline-list?version=${version}${cursor}` },
      nobodys: { path: `/offline-list?version=${nobody}.1700000000000${cursor}` },
    }));
  },
  'POST /offline-scans': async (side) =>
    Promise.all(
      worldsOnSale.flatMap((world) => [
        (async () => {
          const code = String(plant.find(side, 'app_public.tickets', world, 'account').values.code);
          return { theirs: told(code, 'typed'), nobodys: told('0000000000', 'typed') };
        })(),
        (async () => ({
          theirs: told(await ticketToken(side, world), 'scan'),
          nobodys: told(ticketOfNowhere, 'scan'),
        }))(),
        // Under the id of the other tenant's scan.
        (async () => {
          const scanId = id(side, 'scans', world, 'account');
          return {
            theirs: told('0000000000', 'typed', scanId),
            nobodys: told('0000000000', 'typed'),
          };
        })(),
      ]),
    ),
};

/** Whoever has no device: the same answers whatever they ask, whosever event they name. */
const strangers = (
  side: Side,
): { name: string; theirs: Record<string, string>; nobodys: Record<string, string> }[] => {
  const own = deviceSecret({ side: otherSide(side), world: 'public' });
  return [
    { name: 'nobody', theirs: {}, nobodys: {} },
    {
      name: 'a device that names the other event',
      theirs: bearer(`${id(side, 'events', 'public')}.${own}`),
      nobodys: bearer(`${nobody}.${own}`),
    },
    {
      name: 'somebody who made a secret up',
      theirs: bearer(`${id(side, 'events', 'public')}.${'x'.repeat(43)}`),
      nobodys: bearer(`${nobody}.${'x'.repeat(43)}`),
    },
  ];
};

/** What all that was asked so far has changed: the door notes scans a moment after it answers. */
async function digestOf(side: Side) {
  const { redis } = door;
  if (!redis) throw new Error('the door has no Redis of its own');
  await until(async () => (await readBacklog(redis)).entries === 0);
  return await digestOfTenant(db.pools.admin, plant, side);
}

/** A well-formed ticket of an event that is in another installation. */
let ticketOfNowhere = '';
beforeAll(async () => {
  const elsewhere = await createTestDatabase();
  try {
    const there = await plantTenants(elsewhere.pools.admin, elsewhere.pools.api);
    // Same ids would be the same event: another tenant's of another database, under an id of its own.
    await elsewhere.pools.admin.query('alter table app_public.events disable trigger user');
    const userId = String(there.find('a', 'app_public.users', null, 'attendee').values.id);
    const moved = await moveEvent(
      elsewhere,
      String(there.find('a', 'app_public.events', 'public').values.id),
    );
    const tickets = createTicketTokens(elsewhere.pools.api, foyerSecret);
    const [token] = await tickets({ userId }, [moved]);
    ticketOfNowhere = token ?? '';
    expect(ticketOfNowhere).not.toBe('');
  } finally {
    await elsewhere.close();
  }
});

/** Gives an event's ticket to an event of its own that exists nowhere else. */
async function moveEvent(at: TestDatabase, eventId: string): Promise<string> {
  const { rows } = await at.pools.admin.query<{ id: string }>(
    `with event as (
       insert into app_public.events (org_id, slug, title, starts_at, ends_at, timezone)
       select org_id, 'elsewhere', title, starts_at, ends_at, timezone from app_public.events where id = $1
       returning id, org_id),
     type as (
       insert into app_public.ticket_types (org_id, event_id, name, currency)
       select org_id, id, 'Elsewhere', 'EUR' from event returning id),
     registration as (
       insert into app_public.registrations (org_id, event_id, user_id, status, confirmed_at, buyer_email,
         total_minor, currency, idempotency_key, request_fingerprint)
       select r.org_id, event.id, r.user_id, 'confirmed', now(), 'a@b.example', 0, 'EUR', gen_random_uuid(), ''
       from app_public.registrations r, event where r.event_id = $1 and r.user_id is not null limit 1
       returning id)
     insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name)
     select event.org_id, event.id, registration.id, type.id, 'Elsewhere' from event, type, registration
     returning id`,
    [eventId],
  );
  const id = rows[0]?.id ?? '';
  await at.pools.admin.query('insert into app_private.ticket_secrets (ticket_id) values ($1)', [
    id,
  ]);
  return id;
}

const ask = (route: string, call: Call, headers: Record<string, string>): Promise<Answer> => {
  const method = route.split(' ')[0] ?? 'GET';
  return request(
    door.url + call.path,
    method,
    method === 'POST' ? (call.body ?? {}) : undefined,
    headers,
  );
};
/** Without what differs from one moment to the next. */
const comparable = (answer: Answer, sent: unknown[]): string =>
  withoutSent(
    {
      ...answer,
      text: answer.text.replaceAll(/"(requestId|serverTime|version|guest)":"[^"]*"/g, ''),
    },
    sent.filter((word) => word !== 'version'),
  );
const wordsOf = (call: Call) => [call.body, ...call.path.split(/[/?=]/).map(decodeURIComponent)];

test('every route of the door is asked', () => {
  expect(routesOf(door.app)).toEqual(['GET /health/live', 'GET /health/ready', 'GET /metrics']);
  const asked = Object.keys(questions);
  expect(coverageOf('Routes of the door', [...doorRoutes], asked)).toEqual(complete);
  expect(doorRoutes).toEqual(expect.arrayContaining(asked));
});

describe.each(sides)("about tenant %s's event", (side) => {
  test.each(Object.entries(questions))(
    '%s tells a device of the other tenant nothing',
    async (route, pairsOf) => {
      const findings = new Findings();
      const own = bearer(deviceToken(otherSide(side), 'public'));
      const before = await digestOf(side);
      for (const { theirs, nobodys } of await pairsOf(side)) {
        const answer = await ask(route, theirs, own);
        const none = await ask(route, nobodys, own);
        for (const leak of leaksOf(
          side,
          answer.text,
          JSON.stringify([theirs, decodeURIComponent(theirs.path)]),
        ))
          findings.add(leak, { name: 'a device' });
        const difference = differenceOf(
          comparable(answer, wordsOf(theirs)),
          comparable(none, wordsOf(nobodys)),
        );
        if (difference) findings.add(difference, { name: 'a device' });
      }
      expect(findings.list()).toEqual([]);
      // What the door has read of an event it notes by itself, a moment after whatever was planted changed.
      expect(
        changedTables(before, await digestOf(side)).filter(
          (table) => table !== 'app_private.door_watermarks',
        ),
      ).toEqual([]);
    },
  );

  test.each(Object.entries(questions))(
    '%s tells those without a device nothing',
    async (route, pairsOf) => {
      const findings = new Findings();
      const [pair] = await pairsOf(side);
      const call: Call = pair?.theirs ?? { path: route.split(' ')[1] ?? '/' };
      for (const { name, theirs, nobodys } of strangers(side)) {
        // A device signs itself off, whatever event it names.
        if (route === 'POST /sign-off' && name.startsWith('a device')) continue;
        const answer = await ask(route, call, theirs);
        const none = await ask(route, call, nobodys);
        expect(answer.status).toBe(route === 'POST /pair' ? 400 : 401);
        for (const leak of leaksOf(side, answer.text, JSON.stringify(call)))
          findings.add(leak, { name });
        if (comparable(answer, wordsOf(call)) !== comparable(none, wordsOf(call)))
          findings.add(`not yours is ${answer.text}, not there ${none.text}`, { name });
      }
      expect(findings.list()).toEqual([]);
    },
  );

  test('its own device does see its guests, its event and its tickets', async () => {
    const own = bearer(deviceToken(side, 'public'));
    const { attendee_name: name, code } = plant.find(
      side,
      'app_public.tickets',
      'public',
      'account',
    ).values;
    const event = await ask('GET /event', { path: '/event' }, own);
    expect(event.text).toContain(plant.find(side, 'app_public.devices', 'public').values.name);
    expect(event.text).toContain(plant.find(side, 'app_public.gates', 'public').values.name);
    const guests = await ask('GET /guests', { path: `/guests?query=${name}` }, own);
    expect(guests.text).toContain(name);
    for (const call of [
      scan(await ticketToken(side, 'public'), 'scan'),
      scan(String(code), 'typed'),
    ]) {
      const answer = await ask('POST /scans', call, own);
      expect(answer.text).toContain(name);
    }
    const list = await ask('GET /offline-list', { path: '/offline-list' }, own);
    expect(list.text).toContain(id(side, 'tickets', 'public', 'account'));
    const upload = await ask('POST /offline-scans', told(String(code), 'typed'), own);
    expect(upload.text).toContain(name);
    const scanId = id(side, 'scans', 'public', 'account');
    const undone = await ask('POST /scans/:id/undo', { path: `/scans/${scanId}/undo` }, own);
    expect(undone).toMatchObject({ status: 200 });
  });

  test('its own code pairs a device, once, with its own event', async () => {
    const code = pairingCode({ side, world: 'unlisted' });
    const paired = await ask('POST /pair', { path: '/pair', body: { code } }, {});
    expect(paired.text).toContain(id(side, 'events', 'unlisted'));
    const again = await ask('POST /pair', { path: '/pair', body: { code } }, {});
    const never = await ask('POST /pair', { path: '/pair', body: { code: 'YYYY-YYYY' } }, {});
    expect(comparable(again, [code])).toBe(comparable(never, []));
  });
});
