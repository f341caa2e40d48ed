import { randomUUID } from 'node:crypto';
import { stripeWebhookSecret } from '../../../apps/api/test/support.ts';
import { createSigner } from '../../../libs/payment-adapters/sandbox/stripe/signature.ts';
import { signPath } from '../../../libs/storage/src/signature.ts';
import type { Answer, Tenants } from '../../support/isolation-tenants.ts';
import { modes, rowOf } from '../graphql/modes.ts';
import { otherSide, type Side } from '../world/canaries.ts';
import { foyerSecret } from '../world/plant.ts';
import type { Viewer } from '../world/viewers.ts';

export type RestRequest = { path: string; body?: unknown; headers?: Record<string, string> };
export type Asked = {
  /** For each of the tenant's things, the request and the same for a thing that is not there. */
  requests?: (
    side: Side,
    viewer: Viewer,
  ) =>
    | { theirs: RestRequest; nobodys: RestRequest }[]
    | Promise<{ theirs: RestRequest; nobodys: RestRequest }[]>;
  /** Who does get an answer with their own, and what of it shows that it is theirs. */
  own?: (
    side: Side,
  ) => Promise<{ viewer: Viewer; request: RestRequest; shows: (answer: Answer) => boolean }>;
  /** Why there is nothing of anybody to ask for. */
  nothing?: string;
};

export const nobody = 'cccc0bad-0000-7000-8000-00000000dead';

/** How each route of the API is asked for what is of a tenant. */
export function restQuestions({ plant, viewers, api }: Tenants): Record<string, Asked> {
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
  const holder = async (side: Side, request: RestRequest, shows: (answer: Answer) => boolean) => ({
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

  const file = (key: string, query: URLSearchParams | string) => ({
    path: `/files/${key}?${query}`,
  });
  const inAMinute = Math.floor(Date.now() / 1000) + 60;

  const eventOf = (type: string, object: object): string =>
    JSON.stringify({
      ...{ id: `evt_${randomUUID()}`, object: 'event', type },
      ...{ created: Math.floor(Date.now() / 1000), data: { object } },
    });
  const signed = (body: string, secret = stripeWebhookSecret, ageSeconds = 0) => {
    const at = new Date(Date.now() - ageSeconds * 1000);
    return Object.fromEntries(createSigner(secret)(body, { at, forged: false }));
  };

  return {
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
          return asked as { theirs: RestRequest; nobodys: RestRequest }[];
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
      requests: (side) => {
        const cancelled = (id: string, paymentId: string) =>
          eventOf('payment_intent.canceled', {
            ...{
              id,
              object: 'payment_intent',
              status: 'canceled',
              metadata: { payment_id: paymentId },
            },
            ...{ amount: 1000, amount_received: 0, currency: 'eur' },
          });
        const theirs = cancelled(
          value(side, 'payments', 'provider_payment_id'),
          value(side, 'payments', 'id'),
        );
        const nobodys = cancelled('pi_of_nobody', nobody);
        const unsigned = () => ({});
        const forged = (body: string) => signed(body, 'whsec_of_somebody_else');
        const late = (body: string) => signed(body, stripeWebhookSecret, 3600);
        const ofAnother = () => signed(eventOf('ping', { object: 'nothing' }));
        return ['stripe', 'paypal', 'manual'].flatMap((provider) =>
          [unsigned, forged, late, ofAnother].map((sign) => ({
            theirs: { path: `/webhooks/${provider}`, body: theirs, headers: sign(theirs) },
            nobodys: { path: `/webhooks/${provider}`, body: nobodys, headers: sign(nobodys) },
          })),
        );
      },
      // The provider itself is heard.
      own: async () => {
        const body = eventOf('ping', { object: 'nothing' });
        return {
          viewer: viewers[0] as Viewer,
          request: { path: '/webhooks/stripe', body, headers: signed(body) },
          shows: ({ text }) => text.includes('outcome'),
        };
      },
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
}
