import { randomUUID } from 'node:crypto';
import type pg from 'pg';

type Client = pg.Pool | pg.PoolClient;

export type TicketTypeOverrides = {
  name?: string;
  priceMinor?: number;
  /** Names of the quotas it draws from; default: the event's capacity. */
  quotas?: string[];
  minPerOrder?: number;
  maxPerOrder?: number;
  isHidden?: boolean;
  isActive?: boolean;
  saleStartsAt?: Date;
  saleEndsAt?: Date;
};

export type TestEvent = {
  id: string;
  orgId: string;
  slug: string;
  /** Ids by name. */
  ticketTypes: Record<string, string>;
  quotas: Record<string, string>;
};

/**
 * A published event tomorrow, with a capacity of 10 and one free ticket type "Standard" unless told
 * otherwise, and no waiting room. `quotas` are capacities by name; the one called "event" is the event's own.
 */
export async function insertEvent(
  admin: Client,
  options: {
    orgId: string;
    status?: 'draft' | 'published';
    visibility?: 'public' | 'unlisted';
    startsAt?: Date;
    endsAt?: Date;
    timezone?: string;
    currency?: string;
    holdSeconds?: number;
    maxPerOrder?: number;
    maxPerPerson?: number | null;
    quotas?: Record<string, number>;
    ticketTypes?: TicketTypeOverrides[];
    /** `auto` is what an organizer gets; tests that send crowds want none in their way. */
    waitingRoom?: 'off' | 'auto';
  },
): Promise<TestEvent> {
  const hour = 3_600_000;
  const startsAt = options.startsAt ?? new Date(Date.now() + 24 * hour);
  const endsAt = options.endsAt ?? new Date(startsAt.getTime() + 3 * hour);
  const status = options.status ?? 'published';
  const currency = options.currency ?? 'EUR';
  const event: TestEvent = {
    id: randomUUID(),
    orgId: options.orgId,
    slug: `event-${randomUUID().slice(0, 8)}`,
    ticketTypes: {},
    quotas: {},
  };
  await admin.query(
    `insert into app_public.events (id, org_id, slug, title, status, visibility, starts_at, ends_at, timezone,
       currency, hold_seconds, max_tickets_per_order, max_tickets_per_person, published_at)
     values ($1, $2, $3, 'Soirée', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      event.id,
      event.orgId,
      event.slug,
      status,
      options.visibility ?? 'public',
      startsAt,
      endsAt,
      options.timezone ?? 'Europe/Berlin',
      currency,
      options.holdSeconds ?? 900,
      options.maxPerOrder ?? 10,
      options.maxPerPerson ?? null,
      status === 'published' ? new Date() : null,
    ],
  );
  if (options.waitingRoom !== 'auto')
    await admin.query(
      `insert into app_public.waiting_rooms (org_id, event_id, mode, proof_of_work) values ($1, $2, 'off', 'off')`,
      [event.orgId, event.id],
    );
  for (const [name, capacity] of Object.entries(options.quotas ?? { event: 10 })) {
    event.quotas[name] = randomUUID();
    await admin.query(
      'insert into app_public.quotas (id, org_id, event_id, name, kind, capacity) values ($1, $2, $3, $4, $5, $6)',
      [
        event.quotas[name],
        event.orgId,
        event.id,
        name,
        name === 'event' ? 'event' : 'pool',
        capacity,
      ],
    );
  }
  for (const [position, type] of (options.ticketTypes ?? [{}]).entries()) {
    const name = type.name ?? 'Standard';
    const id = randomUUID();
    event.ticketTypes[name] = id;
    await admin.query(
      `insert into app_public.ticket_types (id, org_id, event_id, name, price_minor, currency, position,
         min_per_order, max_per_order, is_hidden, is_active, sale_starts_at, sale_ends_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        id,
        event.orgId,
        event.id,
        name,
        type.priceMinor ?? 0,
        currency,
        position,
        type.minPerOrder ?? 1,
        type.maxPerOrder ?? 10,
        type.isHidden ?? false,
        type.isActive ?? true,
        type.saleStartsAt ?? null,
        type.saleEndsAt ?? null,
      ],
    );
    for (const quota of type.quotas ?? Object.keys(event.quotas).slice(0, 1)) {
      await admin.query(
        'insert into app_public.ticket_type_quotas (org_id, event_id, ticket_type_id, quota_id) values ($1, $2, $3, $4)',
        [event.orgId, event.id, id, event.quotas[quota]],
      );
    }
  }
  return event;
}
