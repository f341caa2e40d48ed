import { createRandom, type Random, uuidAt } from './random.ts';
import { DAY, resolveLocal, sameDay } from './time.ts';
import type { EventContent, OrganizationContent, TicketTypeContent } from './world/content.ts';

export type ResolvedTicketType = {
  content: TicketTypeContent;
  id: string;
  saleStartsAt: Date | null;
  saleEndsAt: Date | null;
};

export type ResolvedEvent = {
  content: EventContent;
  id: string;
  orgId: string;
  startsAt: Date;
  endsAt: Date;
  createdAt: Date;
  publishedAt: Date | null;
  cancelledAt: Date | null;
  cancellableUntil: Date | null;
  quotaIds: ReadonlyMap<string, string>;
  ticketTypes: readonly ResolvedTicketType[];
  gates: readonly { id: string; name: string }[];
};

export type ResolvedOrganization = {
  content: OrganizationContent;
  id: string;
  createdAt: Date;
  speakerIds: ReadonlyMap<string, string>;
  events: readonly ResolvedEvent[];
};

const atNoon = (now: Date, zone: string, inDays: number | undefined): Date | null =>
  inDays === undefined ? null : resolveLocal(now, zone, { inDays, at: '12:00' });

/** Gives the content of an organization its ids, and its relative times their instants. */
export function resolveOrganization(content: OrganizationContent, now: Date): ResolvedOrganization {
  const random = createRandom(content.slug);
  const createdAt = new Date(now.getTime() - content.foundedDaysAgo * DAY);
  const id = uuidAt(random, createdAt);
  return {
    content,
    id,
    createdAt,
    speakerIds: new Map(content.speakers.map(({ key }) => [key, uuidAt(random, createdAt)])),
    events: content.events.map((event) => resolveEvent(event, id, now, random)),
  };
}

function resolveEvent(
  content: EventContent,
  orgId: string,
  now: Date,
  random: Random,
): ResolvedEvent {
  const zone = content.timezone;
  const startsAt = resolveLocal(now, zone, content.starts);
  const announcedAt = resolveLocal(now, zone, { inDays: -content.announcedDaysAgo, at: '10:00' });
  const isDraft = content.status === 'draft';
  const createdAt = isDraft ? announcedAt : new Date(announcedAt.getTime() - 9 * DAY);
  const ticketTypes = content.ticketTypes.map((type) => ({
    content: type,
    id: uuidAt(random, createdAt),
    saleStartsAt: atNoon(now, zone, type.saleStartsInDays),
    saleEndsAt: atNoon(now, zone, type.saleEndsInDays),
  }));
  return {
    content,
    id: uuidAt(random, createdAt),
    orgId,
    startsAt,
    endsAt: sameDay(startsAt, zone, content.ends.days, content.ends.at),
    createdAt,
    publishedAt: isDraft ? null : announcedAt,
    cancelledAt: content.cancellation
      ? resolveLocal(now, zone, { inDays: -content.cancellation.daysAgo, at: '09:40' })
      : null,
    cancellableUntil: content.cancellable
      ? sameDay(startsAt, zone, -content.cancellable.daysBefore, '00:00')
      : null,
    quotaIds: new Map(content.quotas.map(({ key }) => [key, uuidAt(random, createdAt)])),
    ticketTypes,
    gates: (content.gates ?? []).map((name) => ({ id: uuidAt(random, createdAt), name })),
  };
}
