import type { Place } from './canaries.ts';

type PublicThing = { columns: string[]; because: string };

/** What anybody may read of an organization, whether or not it has an event. */
const ofOrganizations: Record<string, PublicThing> = {
  'app_public.organizations': {
    columns: [
      'id',
      'name',
      'slug',
      'description',
      'website_url',
      'is_verified',
      'created_at',
      'updated_at',
    ],
    because: 'the organization page, found by its address',
  },
  'app_public.org_branding': {
    columns: [
      ...['id', 'org_id', 'tagline', 'logo_url', 'cover_image_url', 'colors'],
      ...['terms_of_service', 'privacy_policy', 'updated_at'],
    ],
    because: 'how the organization page and its event pages look, and their legal texts',
  },
};

/** What anybody may read of an event that is published for everybody. */
const ofPublicEvents: Record<string, PublicThing> = {
  'app_public.events': {
    columns: [
      ...['id', 'org_id', 'slug', 'title', 'summary', 'description', 'category', 'event_type'],
      ...[
        'visibility',
        'status',
        'starts_at',
        'ends_at',
        'timezone',
        'location',
        'cover_image_url',
      ],
      ...['currency', 'custom_fields', 'contact_email', 'hold_seconds', 'max_tickets_per_order'],
      ...['max_tickets_per_person', 'check_in_opens_at', 'check_in_closes_at', 'published_at'],
      ...['is_transferable', 'transfers_close_at'],
      ...['cancelled_at', 'cancellation_reason', 'archived_at', 'created_at', 'updated_at'],
    ],
    because: 'the event page and the order form on it',
  },
  'app_public.sessions': {
    columns: [
      ...['id', 'org_id', 'event_id', 'title', 'description', 'room', 'track', 'starts_at'],
      ...['ends_at', 'capacity', 'tags', 'created_at', 'updated_at'],
    ],
    because: 'the agenda on the event page',
  },
  'app_public.session_speakers': {
    columns: ['id', 'org_id', 'session_id', 'speaker_id', 'role'],
    because: 'who speaks in which session of the agenda',
  },
  'app_public.speakers': {
    columns: [
      ...['id', 'org_id', 'name', 'title', 'bio', 'photo_url', 'social_links'],
      ...['created_at', 'updated_at'],
    ],
    because: 'whoever speaks at a public event is introduced on its page',
  },
  'app_public.ticket_types': {
    columns: [
      ...['id', 'org_id', 'event_id', 'name', 'description', 'price_minor', 'currency', 'position'],
      ...['sale_starts_at', 'sale_ends_at', 'min_per_order', 'max_per_order', 'is_hidden'],
      ...['is_active', 'restrictions', 'created_at', 'updated_at'],
    ],
    because: 'what is for sale on the event page; hidden types are not',
  },
};

/** A hidden ticket type; somebody who speaks nowhere yet. */
const notShown = ['hidden', 'idle'];

/** Whether a cell may be read by everybody. Whatever is not listed above is its tenant's secret. */
export function isPublicCell(place: Place, column: string): boolean {
  const always = ofOrganizations[place.table];
  if (always) return always.columns.includes(column);
  if (place.world !== 'public' || notShown.includes(place.variant)) return false;
  return ofPublicEvents[place.table]?.columns.includes(column) ?? false;
}

/** Tables of which anybody may read some rows. */
export const isPublicTable = (table: string | null): boolean =>
  table !== null && (table in ofOrganizations || table in ofPublicEvents);

/** Columns listed as public that are not there (any more). */
export function unknownPublicColumns(
  tables: { name: string; columns: { name: string }[] }[],
): string[] {
  return Object.entries({ ...ofOrganizations, ...ofPublicEvents }).flatMap(
    ([name, { columns }]) => {
      const there = tables.find((table) => table.name === name)?.columns.map((c) => c.name) ?? [];
      return columns
        .filter((column) => !there.includes(column))
        .map((column) => `${name}.${column}`);
    },
  );
}

/** What is computed for everybody from more than the row it belongs to, as `Type.field`. */
export const publicComputed: Record<string, string> = {
  'Event.isOrdered': 'false to everybody but its organization (lists.test.ts of libs/db)',
  'Event.waitingLine': 'the line in front of a sale, for those who may stand in it',
  'TicketType.availability': 'whether it can be bought now, and if not, why',
  'TicketType.isOrdered': 'false to everybody but its organization, as that of its event',
  'TicketType.remaining': 'how many are left; buyers are told so on the event page',
};

/** What anybody may do to a public event. */
export const openMutations: Record<string, string> = {
  reserveTickets: 'anybody may buy what is for sale',
  joinWaitingRoom: 'whoever may buy may stand in the line',
};

/** Where what is not yours does differ from what is not there, and has to. */
export const acceptedDifferences: {
  is: (name: string, how: string) => boolean;
  because: string;
}[] = [
  {
    is: (name, how) => /^createSession/.test(name) && /Id of public/.test(how),
    because:
      "a session of one's own for a public event of others is refused by its foreign key, for an event that " +
      'cannot be seen by the policy; that a public event is there is no secret',
  },
  {
    is: (name, how) => name === 'claimAdmission' && /^all of \w+$/.test(how),
    because:
      'a place in a line is known by its secret number alone, whoever presents it together with its event',
  },
  {
    is: (name, how) => name === 'saveEventTickets' && /\.id of /.test(how),
    because:
      "new ticket types and quotas bring ids of the client's own making; one that is taken cannot be given " +
      'again. Whoever can name such an id has guessed 74 random bits, and learns only that it is taken',
  },
];

/** Mutations that answer everybody alike, so that a control with one's own ids shows nothing. */
export const alwaysAlike: Record<string, string> = {
  requestTicketLinks: 'the mail tells, and only its owner',
};

/** Tables that the clock changes while nobody asks for anything. */
export const movedByTheClock: Record<string, string> = {
  'app_private.waiting_lines': 'lines advance by themselves',
};
