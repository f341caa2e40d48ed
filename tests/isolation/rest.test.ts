import { signPath } from '../../libs/storage/src/signature.ts';
import { type Answer, startTenants, type Tenants } from '../support/isolation-tenants.ts';
import { Findings } from './findings.ts';
import { withoutSent } from './graphql/compare.ts';
import { modes, rowOf } from './graphql/modes.ts';
import { routesOf } from './routes.ts';
import { otherSide, type Side, sides } from './world/canaries.ts';
import { foyerSecret } from './world/plant.ts';
import type { Viewer } from './world/viewers.ts';

/** Every route of the API, asked by each tenant's people for what is the other one's. */
const tenants: Tenants = await startTenants();
const { plant, leaksOf, viewers, api } = tenants;
afterAll(() => tenants.close());

type Request = { path: string; body?: unknown };
type Asked = {
  /** For each of the tenant's things, the request and the same for a thing that is not there. */
  requests?: (
    side: Side,
    viewer: Viewer,
  ) => { theirs: Request; nobodys: Request }[] | Promise<{ theirs: Request; nobodys: Request }[]>;
  /** Who does get an answer with their own, and what of it shows that it is theirs. */
  own?: (
    side: Side,
  ) => Promise<{ viewer: Viewer; request: Request; shows: (answer: Answer) => boolean }>;
  /** Why there is nothing of anybody to ask for. */
  nothing?: string;
};

const nobody = 'cccc0bad-0000-7000-8000-00000000dead';
const value = (side: Side, table: string, column: string, mode = modes[2], variant?: string) => {
  if (!mode) throw new Error('no such mode');
  const row = variant
    ? plant.find(side, `app_public.${table}`, mode.world, variant)
    : rowOf(plant, { table: `app_public.${table}`, column }, side, mode);
  return String(row.values[column]);
};
const byId =
  (table: string, path: (id: string) => string): Required<Asked>['requests'] =>
  (side) =>
    modes.map((mode) => ({
      theirs: { path: path(value(side, table, 'id', mode)) },
      nobodys: { path: path(nobody) },
    }));
const byEmail =
  (path: string, body: (email: string) => object): Required<Asked>['requests'] =>
  (side) =>
    ['owner', 'attendee'].map((role) => ({
      theirs: {
        path,
        body: body(String(plant.find(side, 'app_public.users', null, role).values.email)),
      },
      nobodys: { path, body: body(`nobody-${side}-${role}@people.example`) },
    }));
const person = (side: Side, role: string): Viewer => {
  const viewer = viewers.find((v) => v.side === side && v.role === role);
  if (!viewer) throw new Error(`There is no ${role} of ${side}.`);
  return viewer;
};
const holder = async (side: Side, request: Request, shows: (answer: Answer) => boolean) => ({
  viewer: person(side, 'attendee'),
  request,
  shows,
});
const registration = (side: Side) => value(side, 'registrations', 'id', modes[2], 'account');

/** The PDF is there already, so that nobody waits for a worker to print it. */
async function printed(side: Side): Promise<string> {
  const { rows } = await api.db.pools.api.query<{ key: string }>(
    'select app_private.ticket_pdf_key($1) as key',
    [registration(side)],
  );
  const key = rows[0]?.key ?? '';
  await api.storage.put(key, Buffer.from(`%PDF of ${registration(side)}`), 'application/pdf');
  return key;
}

const file = (key: string, query: URLSearchParams | string) => ({ path: `/files/${key}?${query}` });
const inAMinute = Math.floor(Date.now() / 1000) + 60;

const routes: Record<string, Asked> = {
  'GET /registrations/:id/download': {
    requests: byId('registrations', (id) => `/registrations/${id}/download`),
    own: async (side) => {
      const key = await printed(side);
      return holder(side, { path: `/registrations/${registration(side)}/download` }, ({ text }) =>
        text.includes(key),
      );
    },
  },
  'GET /registrations/:id/tickets.pdf': {
    requests: byId('registrations', (id) => `/registrations/${id}/tickets.pdf`),
    own: async (side) => {
      const key = await printed(side);
      return holder(
        side,
        { path: `/registrations/${registration(side)}/tickets.pdf` },
        ({ location }) => location?.includes(key) ?? false,
      );
    },
  },
  'GET /registrations/:id/calendar.ics': {
    requests: byId('registrations', (id) => `/registrations/${id}/calendar.ics`),
    own: (side) =>
      holder(side, { path: `/registrations/${registration(side)}/calendar.ics` }, ({ text }) =>
        [
          value(side, 'registrations', 'confirmation_number', modes[2], 'account'),
          value(side, 'event_access', 'online_url'),
        ].every((shown) => text.replaceAll('\r\n ', '').includes(shown)),
      ),
  },
  'GET /tickets/:id/qr.:format': {
    requests: (side, viewer) =>
      ['svg', 'png', 'gif'].flatMap((format) => {
        const asked = byId('tickets', (id) => `/tickets/${id}/qr.${format}`)(side, viewer);
        return asked as { theirs: Request; nobodys: Request }[];
      }),
    own: (side) =>
      holder(
        side,
        { path: `/tickets/${value(side, 'tickets', 'id', modes[2], 'account')}/qr.svg` },
        ({ text }) => text.includes('<svg'),
      ),
  },
  'GET /events/:id/attendees.csv': {
    requests: byId('events', (id) => `/events/${id}/attendees.csv`),
    own: async (side) => ({
      viewer: person(side, 'staff'),
      request: { path: `/events/${value(side, 'events', 'id')}/attendees.csv` },
      shows: ({ text }) =>
        text.includes(value(side, 'tickets', 'attendee_email', modes[2], 'account')),
    }),
  },
  'GET /files/*key': {
    requests: async (side) => {
      const [theirs, own] = [await printed(side), await printed(otherSide(side))];
      const none = theirs.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nobody);
      const owns = signPath(foyerSecret, own, inAMinute);
      const forged = signPath('another secret, also long enough to be one', theirs, inAMinute);
      const late = signPath(foyerSecret, theirs, inAMinute - 3600);
      return ['', owns, forged, late].map((query) => ({
        theirs: file(theirs, query),
        nobodys: file(none, query),
      }));
    },
    own: async (side) => {
      const key = await printed(side);
      return holder(side, file(key, signPath(foyerSecret, key, inAMinute)), ({ text }) =>
        text.includes(registration(side)),
      );
    },
  },
  'POST /webhooks/:provider': {
    requests: (side) =>
      ['stripe', 'paypal', 'manual'].map((provider) => {
        const event = (id: string) => ({
          path: `/webhooks/${provider}`,
          body: { id: 'evt_1', type: 'checkout.session.completed', data: { object: { id } } },
        });
        return {
          theirs: event(value(side, 'payments', 'provider_payment_id')),
          nobodys: event('cs_0'),
        };
      }),
  },
  'POST /auth/sign-in': {
    requests: byEmail('/auth/sign-in', (email) => ({ email, password: 'not their password 1' })),
  },
  'POST /auth/sign-up': {
    requests: byEmail('/auth/sign-up', (email) => ({
      email,
      password: 'a password of their own 1',
      name: 'Somebody',
      locale: 'en',
    })),
  },
  'POST /auth/forgot-password': {
    requests: byEmail('/auth/forgot-password', (email) => ({ email, locale: 'en' })),
  },
  'POST /auth/verify-email': {
    requests: (side) => {
      const hash = Buffer.from(
        String(plant.find(side, 'app_private.email_tokens').values.token_hash).slice(2),
        'hex',
      );
      const given = (token: string) => ({ path: '/auth/verify-email', body: { token } });
      return [
        {
          theirs: given(hash.toString('base64url')),
          nobodys: given(Buffer.alloc(32, 7).toString('base64url')),
        },
      ];
    },
  },
  'POST /auth/reset-password': {
    requests: (side) => {
      const hash = Buffer.from(
        String(plant.find(side, 'app_private.email_tokens').values.token_hash).slice(2),
        'hex',
      );
      const given = (token: string) => ({
        path: '/auth/reset-password',
        body: { token, password: 'a password of their own 1' },
      });
      return [
        {
          theirs: given(hash.toString('base64url')),
          nobodys: given(Buffer.alloc(32, 7).toString('base64url')),
        },
      ];
    },
  },
  'POST /graphql': { nothing: 'asked by itself, question by question' },
  'POST /auth/refresh': { nothing: 'the cookie is the whole question' },
  'POST /auth/sign-out': { nothing: 'the cookie is the whole question' },
  'GET /.well-known/jwks.json': { nothing: 'public keys of the installation' },
  'GET /health/live': { nothing: 'whether the process is up' },
  'GET /health/ready': { nothing: 'whether its database and Redis are' },
  'GET /metrics': { nothing: 'counts without names' },
};

test('every route of the API is asked', () => {
  const there = routesOf(api.app).filter((route) => !/^(HEAD|OPTIONS) /.test(route));
  expect(there.filter((route) => !routes[route])).toEqual([]);
  expect(Object.keys(routes).filter((route) => !there.includes(route))).toEqual([]);
});

const comparable = (answer: Answer, sent: Request): string =>
  withoutSent({ ...answer, text: answer.text.replaceAll(/"requestId":"[^"]*"|\d+ seconds/g, '') }, [
    ...sent.path.split(/[/?]/),
    sent.body,
  ]);

describe.each(sides)('with what is of tenant %s', (side) => {
  test.each(Object.entries(routes))('%s is as if it were not there', async (route, asked) => {
    const method = route.split(' ')[0] ?? 'GET';
    const findings = new Findings();
    for (const viewer of viewers.filter((viewer) => viewer.side !== side)) {
      const pairs: { theirs: Request; nobodys: Request | null }[] = asked.requests
        ? await asked.requests(side, viewer)
        : [{ theirs: { path: route.split(' ')[1] ?? '/' }, nobodys: null }];
      for (const { theirs, nobodys } of pairs) {
        const answer = await tenants.ask(viewer, method, theirs.path, theirs.body);
        const sent = JSON.stringify(theirs);
        for (const leak of leaksOf(side, `${answer.text} ${answer.location ?? ''}`, sent))
          findings.add(leak, viewer);
        if (!nobodys) continue;
        const none = await tenants.ask(viewer, method, nobodys.path, nobodys.body);
        const [a, b] = [comparable(answer, theirs), comparable(none, nobodys)];
        if (a !== b)
          findings.add(`not yours is ${a.slice(0, 300)}, not there ${b.slice(0, 300)}`, viewer);
      }
    }
    expect(findings.list()).toEqual([]);
  });

  test('a link of another registration opens none of these', async () => {
    const foreign = String(
      plant.find(otherSide(side), 'app_public.registrations', 'public', 'guest').values.id,
    );
    const [, mac] = api.link(foreign).split('.');
    const stranger = viewers[0] as Viewer;
    for (const link of [mac, `${foreign}.${mac}`, `${registration(side)}.${mac}`]) {
      const theirs = await tenants.ask(
        stranger,
        'GET',
        `/registrations/${registration(side)}/calendar.ics?token=${link}`,
      );
      const none = await tenants.ask(
        stranger,
        'GET',
        `/registrations/${nobody}/calendar.ics?token=${link?.replace(registration(side), nobody)}`,
      );
      expect([theirs.status, none.status]).toEqual([none.status, none.status]);
      expect(theirs.status).toBeGreaterThanOrEqual(401);
      expect(leaksOf(side, theirs.text, link)).toEqual([]);
    }
  });

  const owned = Object.entries(routes).filter(([, { own }]) => own);
  test.each(owned)('%s does answer its own people', async (route, { own }) => {
    const { viewer, request, shows } = await (own as NonNullable<typeof own>)(side);
    const answer = await tenants.ask(
      viewer,
      route.split(' ')[0] ?? 'GET',
      request.path,
      request.body,
    );
    expect(answer.status).toBeLessThan(400);
    expect(shows(answer)).toBe(true);
  });
});
