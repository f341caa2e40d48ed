import { createHash } from 'node:crypto';
import {
  canaryId,
  digestOf,
  markedNumber,
  markedRate,
  type Place,
  type Side,
  type World,
} from './canaries.ts';

/** A value, or how to make one; `ref` gives a column of another planted row of the same tenant and event. */
export type Given = {
  place: Place;
  canary: (column?: string) => string;
  ref: (table: string, variant: string, column: string) => unknown;
};
export type Values = Record<string, unknown | ((given: Given) => unknown)>;
export type Planting = {
  /** Once per tenant, or once for each of its events. Unsaid: per event if it refers to one. */
  per?: 'tenant' | 'event';
  /** Rows by name; unsaid: one called `main`. A row refers to the one of the same name, else to the first. */
  variants?: Record<string, Values>;
  values?: Values;
};

/** Codes and tokens that have a form of their own, so that callers can present them. */
export const pairingCode = (place: Pick<Place, 'side' | 'world'>): string =>
  crockford(`pairing/${place.side}/${place.world}`, 8);
export const deviceSecret = (place: Pick<Place, 'side' | 'world'>): string =>
  createHash('sha256').update(`device/${place.side}/${place.world}`).digest('base64url');
export const phoneOf = (side: Side): string => (side === 'a' ? '+491700417041' : '+491700817081');

/** Known before it is planted: registrations come first. */
const visibleTypeOf = (place: Place): string =>
  canaryId(
    { ...place, table: 'app_public.ticket_types', variant: 'visible' },
    'id',
    place.world === 'public',
  );

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function crockford(seed: string, length: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return [...sha256(seed).subarray(0, length)].map((byte) => digits[byte % 32]).join('');
}

/** A hash that can be read, of a password that nobody knows. */
function passwordHash(place: Place): string {
  const part = (name: string, length: number) =>
    digestOf(place, name).subarray(0, length).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=8192,t=1,p=1$${part('salt', 16)}$${part('hash', 32)}`;
}

/** So many times the tenant's number. */
const marked =
  (times: number) =>
  ({ place }: Given): number =>
    times * markedNumber[place.side];

const hours = (n: number): Date => new Date(Date.now() + n * 3_600_000);
const days = (n: number): Date => hours(24 * n);

const event: Record<World, Values> = {
  public: { status: 'published', visibility: 'public', published_at: days(-3) },
  unlisted: { status: 'published', visibility: 'unlisted', published_at: days(-3) },
  draft: { status: 'draft', visibility: 'public', published_at: null },
};

/** By account, by a guest's link, and one that is still held. */
const holders = {
  account: {},
  guest: {},
};
const nobodyUndid: Values = { undone_at: null, undone_by: null, undone_by_device_id: null };

/**
 * What the rows hold that cannot be made up from their columns alone. A table that is not named here is
 * planted all the same: keys by reference, canaries in every text, json, uuid and bytea column.
 */
export const plantings: Record<string, Planting> = {
  'app_public.organizations': {
    per: 'tenant',
    values: {
      slug: (g: Given) => g.canary('slug').slice(0, 50),
      website_url: (g: Given) => `https://${g.canary('website_url')}.example`,
    },
  },
  'app_public.org_branding': { per: 'tenant', values: { colors: undefined } },
  'app_public.users': {
    per: 'tenant',
    variants: { owner: {}, admin: {}, staff: {}, attendee: {} },
    values: {
      email: (g: Given) => `${g.canary('email')}@people.example`,
      locale: 'en',
      phone: (g: Given) => phoneOf(g.place.side),
      email_verified_at: days(-30),
    },
  },
  'app_public.org_members': {
    per: 'tenant',
    variants: { owner: { role: 'owner' }, admin: { role: 'admin' }, staff: { role: 'staff' } },
  },
  'app_public.events': {
    per: 'event',
    values: {
      slug: (g: Given) => g.canary('slug'),
      status: (g: Given) => event[g.place.world ?? 'draft'].status,
      visibility: (g: Given) => event[g.place.world ?? 'draft'].visibility,
      published_at: (g: Given) => event[g.place.world ?? 'draft'].published_at,
      starts_at: hours(-1),
      ends_at: days(2),
      timezone: 'Europe/Berlin',
      event_type: 'hybrid',
      currency: 'EUR',
      location: (g: Given) => ({ venue: g.canary('location') }),
      custom_fields: (g: Given) => [{ label: g.canary('custom_fields') }],
      contact_email: (g: Given) => `${g.canary('contact_email')}@people.example`,
    },
  },
  'app_public.quotas': {
    per: 'event',
    values: {
      kind: 'event',
      // What is left is told to everybody: it is no sum of marked numbers.
      capacity: marked(4),
      held_count: 7,
      sold_count: marked(1),
    },
  },
  'app_public.ticket_types': {
    per: 'event',
    variants: { visible: { price_minor: 0 }, hidden: { price_minor: marked(2), is_hidden: true } },
    values: { currency: 'EUR' },
  },
  'app_public.ticket_type_quotas': { per: 'event', variants: { visible: {}, hidden: {} } },
  // Nothing refers to the spare ones, so that they can be deleted.
  'app_public.gates': { per: 'event', variants: { main: {}, spare: {} } },
  'app_public.sessions': {
    per: 'event',
    variants: { main: {}, spare: {} },
    values: { starts_at: hours(1), ends_at: hours(2) },
  },
  'app_public.speakers': { per: 'event', variants: { main: {}, idle: {} } },
  'app_public.event_links': {
    per: 'event',
    variants: { plain: { unlocks_hidden: false }, unlocking: { unlocks_hidden: true } },
  },
  'app_public.registrations': {
    per: 'event',
    variants: {
      account: { status: 'confirmed', confirmed_at: days(-1) },
      guest: { status: 'confirmed', confirmed_at: days(-1), user_id: null },
      held: { status: 'pending', expires_at: hours(2) },
    },
    values: {
      user_id: (g: Given) => g.ref('app_public.users', 'attendee', 'id'),
      buyer_email: (g: Given) => `${g.canary('buyer_email')}@people.example`,
      locale: 'en',
      attendee_info: (g: Given) => [
        {
          ticketTypeId: visibleTypeOf(g.place),
          name: g.canary('attendee_info'),
        },
      ],
      total_minor: (g: Given) => (g.place.variant === 'held' ? 0 : marked(2)(g)),
      currency: 'EUR',
    },
  },
  'app_public.registration_items': {
    per: 'event',
    variants: { ...holders, held: {} },
    values: {
      // Those who hold a hidden type see it.
      ticket_type_id: (g: Given) =>
        g.ref('app_public.ticket_types', g.place.variant === 'held' ? 'visible' : 'hidden', 'id'),
      quantity: 1,
      unit_price_minor: (g: Given) => (g.place.variant === 'held' ? 0 : marked(2)(g)),
    },
  },
  'app_public.tickets': {
    per: 'event',
    variants: {
      account: { handed_over_at: null },
      guest: { handed_over_at: null },
      // Bought by the account, and given to somebody else.
      given: {
        registration_id: (g: Given) => g.ref('app_public.registrations', 'account', 'id'),
        handed_over_at: hours(-1),
      },
    },
    values: {
      ticket_type_id: (g: Given) => g.ref('app_public.ticket_types', 'hidden', 'id'),
      code: (g: Given) => crockford(JSON.stringify(g.place), 10),
      attendee_email: (g: Given) => `${g.canary('attendee_email')}@people.example`,
    },
  },
  'app_public.waiting_rooms': {
    per: 'event',
    values: {
      // Whoever may stand in a line is told how fast it moves.
      admit_per_minute: ({ place }: Given) =>
        place.world === 'public' ? 3000 : markedRate[place.side],
    },
  },
  'app_private.door_watermarks': { per: 'event', values: { watermark: '3' } },
  'app_private.ticket_secrets': {
    per: 'event',
    variants: holders,
    values: { secret: (g: Given) => digestOf(g.place, 'secret').subarray(0, 16) },
  },
  'app_private.ticket_transfers': {
    per: 'event',
    variants: { given: {} },
    values: {
      user_id: (g: Given) => g.ref('app_public.users', 'attendee', 'id'),
      former_secret: (g: Given) => digestOf(g.place, 'former_secret').subarray(0, 16),
    },
  },
  'app_public.payments': {
    per: 'event',
    variants: holders,
    values: {
      provider: 'stripe',
      status: 'succeeded',
      succeeded_at: days(-1),
      amount_minor: marked(2),
      currency: 'EUR',
    },
  },
  'app_public.refunds': {
    per: 'event',
    variants: holders,
    values: { reason: 'requested', amount_minor: marked(1), currency: 'EUR' },
  },
  'app_public.ledger_entries': {
    per: 'event',
    variants: holders,
    values: {
      debit_account: 'sales',
      credit_account: 'provider',
      amount_minor: marked(1),
      currency: 'EUR',
    },
  },
  'app_public.devices': {
    per: 'event',
    values: { can_undo: true, paired_at: days(-1) },
  },
  'app_private.device_secrets': {
    per: 'event',
    values: {
      pairing_code_hash: (g: Given) => sha256(pairingCode(g.place)),
      pairing_expires_at: hours(1),
      token_hash: (g: Given) => sha256(deviceSecret(g.place)),
    },
  },
  // Not due: that no worker calls.
  'app_public.webhook_endpoints': {
    per: 'tenant',
    values: {
      url: (g: Given) => `https://${g.canary('url')}.example/hook`,
      topics: ['endpoint_tested'],
      disabled_at: hours(-1),
      disabled_because: 'staff',
    },
  },
  'app_public.webhook_deliveries': {
    per: 'tenant',
    values: {
      topic: 'endpoint_tested',
      status: 'failed',
      attempt_count: marked(1),
      next_attempt_at: null,
      delivered_at: null,
    },
  },
  'app_private.webhook_secrets': {
    per: 'tenant',
    values: { secret: (g: Given) => digestOf(g.place, 'secret').subarray(0, 32), ends_at: null },
  },
  'app_public.scans': {
    per: 'event',
    variants: { ...holders, undone: {} },
    values: { verdict: 'accepted', method: 'scan', scanned_at: hours(-1) },
  },
  'app_public.check_ins': {
    per: 'event',
    variants: {
      account: { session_id: null, ...nobodyUndid },
      guest: { session_id: null, ...nobodyUndid },
      // Of the account's ticket, at a session, and taken back.
      undone: { undone_at: hours(-1) },
    },
    values: { method: 'scan', checked_in_at: hours(-1) },
  },
  'app_public.audit_logs': {
    per: 'event',
    values: {
      action: 'update',
      record_id: (g: Given) => g.ref('app_public.registrations', 'account', 'id'),
      user_id: (g: Given) => g.ref('app_public.users', 'owner', 'id'),
    },
  },
  'app_private.audit_seals': { per: 'tenant', values: { until_xact: '1' } },
  'app_private.deliveries': { per: 'tenant', values: { channel: 'email' } },
  'app_private.email_tokens': {
    per: 'tenant',
    values: {
      purpose: 'verify_email',
      password_hash: (g: Given) => passwordHash(g.place),
      expires_at: hours(1),
    },
  },
  'app_private.outbox': { per: 'tenant' },
  'app_private.payment_events': { per: 'tenant' },
  'app_private.refresh_tokens': { per: 'tenant', values: { expires_at: days(1) } },
  'app_private.sign_in_throttles': {
    per: 'tenant',
    values: { last_failed_at: hours(-1), locked_until: hours(-1) },
  },
  'app_private.sign_ins': { per: 'tenant', values: { revoked_reason: null } },
  'app_private.user_secrets': {
    per: 'tenant',
    variants: { owner: {}, admin: {}, staff: {}, attendee: {} },
    values: { password_hash: (g: Given) => passwordHash(g.place) },
  },
};

/** Tables that hold nothing of any tenant. */
export const tablesOfNobody: Record<string, string> = {
  'app_private.applied_objects': 'which files of the schema were applied, and when',
  'app_private.audit_eras': 'since when the rows of the record were written by this server',
  'app_private.queue_memory': 'which memory of the queue was seen last',
};

/** Tables in which nothing but an id could tell whose a row is. */
export const tablesWithoutMark: Record<string, string> = {
  'app_private.door_watermarks': 'the number of a transaction, which the door moves on by itself',
  'app_public.org_members': 'a role and a date',
  'app_public.scans': 'verdicts and times',
  'app_public.ticket_type_quotas': 'ids alone',
};
