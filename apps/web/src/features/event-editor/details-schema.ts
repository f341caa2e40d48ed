import { z } from 'zod';
import type { EventDetailsQuery, EventPatch } from '@/gql/graphql';

type StoredEvent = NonNullable<EventDetailsQuery['event']>;

const instant = z.string().nullable();
const requiredInstant = instant.refine((value) => value !== null, 'common:validation.date');
const link = (rule: string) =>
  z
    .string()
    .trim()
    .max(2000)
    .regex(/^(https?:\/\/\S+)?$/, rule);

const doorHoursMs = 6 * 3_600_000;
const lastTicketTime = Date.UTC(2106, 0, 1);

/** Limits are those of the table `events`. */
export const detailsSchema = z
  .object({
    title: z.string().trim().min(1).max(200),
    slug: z
      .string()
      .trim()
      .regex(/^[a-z0-9](-?[a-z0-9]){1,79}$/, 'event-editor:errors.slug'),
    summary: z.string().trim().max(300),
    description: z.string().trim().max(20_000),
    category: z.enum([
      'conference',
      'concert',
      'workshop',
      'webinar',
      'meetup',
      'festival',
      'other',
    ]),
    eventType: z.enum(['in_person', 'online', 'hybrid']),
    timezone: z.string().min(1),
    startsAt: requiredInstant,
    endsAt: requiredInstant,
    checkInOpensAt: instant,
    checkInClosesAt: instant,
    isTransferable: z.boolean(),
    transfersCloseAt: instant,
    venue: z.string().trim().max(200),
    room: z.string().trim().max(120),
    address: z.string().trim().max(300),
    city: z.string().trim().max(120),
    country: z.string(),
    onlineUrl: link('event-editor:errors.link'),
    coverImageUrl: z
      .string()
      .trim()
      .max(2000)
      .regex(/^(https:\/\/\S+|\/\S*)?$/, 'event-editor:errors.picture'),
    currency: z.string().regex(/^[A-Z]{3}$/),
    holdMinutes: z.number().min(1).max(120),
    maxTicketsPerOrder: z.number().int('common:validation.integer').min(1).max(1000),
    maxTicketsPerPerson: z.number().int('common:validation.integer').min(1).max(1000).nullable(),
    visibility: z.enum(['public', 'unlisted']),
    contactEmail: z.union([z.literal(''), z.email('common:validation.email').max(254)]),
    cancellableUntil: instant,
    cancellationRefundPercent: z
      .number()
      .int('common:validation.integer')
      .min(0)
      .max(100)
      .nullable(),
  })
  .superRefine((values, context) => {
    const refuse = (path: keyof typeof values, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message: `event-editor:errors.${message}` });
    // A missing time has been refused already; these rules run all the same.
    const at = (value: string | null) => (value === null ? Number.NaN : Date.parse(value));
    const [start, end] = [at(values.startsAt), at(values.endsAt)];
    if (end <= start) refuse('endsAt', 'endAfterStart');
    // Generous by a few days, so that the database's calendar years are never reached first.
    if (end - start > 728 * 86_400_000) refuse('endsAt', 'tooLong');
    // The database's bounds, and what a ticket's code can tell; the door opens six hours before unless said otherwise.
    if (start - doorHoursMs < 0) refuse('startsAt', 'years');
    if (end + doorHoursMs > lastTicketTime) refuse('endsAt', 'years');
    if (at(values.checkInOpensAt) < 0) refuse('checkInOpensAt', 'years');
    if (at(values.checkInClosesAt) > lastTicketTime) refuse('checkInClosesAt', 'years');
    const [opens, closes] = [at(values.checkInOpensAt), at(values.checkInClosesAt)];
    if (closes <= opens) refuse('checkInClosesAt', 'closesAfterOpens');
    if (opens >= end) refuse('checkInOpensAt', 'opensBeforeEnd');
    if (closes <= start) refuse('checkInClosesAt', 'closesAfterStart');
    if (values.cancellableUntil !== null && values.cancellationRefundPercent === null)
      refuse('cancellationRefundPercent', 'percent');
    if (at(values.cancellableUntil) > end) refuse('cancellableUntil', 'cancelledBeforeEnd');
    if (values.isTransferable && at(values.transfersCloseAt) > end)
      refuse('transfersCloseAt', 'transfersBeforeEnd');
  });

/** As it is typed: times may be missing. */
export type EventDetails = z.input<typeof detailsSchema>;
/** As it may be saved. */
export type ValidDetails = z.output<typeof detailsSchema>;

/** `events.location`; keys that have no field here (a map's position) are kept. */
const storedLocation = z
  .looseObject({
    venue: z.string().optional(),
    room: z.string().optional(),
    address: z.string().optional(),
    city: z.string().optional(),
    country: z.string().optional(),
  })
  .catch({});

export const newEvent = (timezone: string): EventDetails => ({
  title: '',
  slug: '',
  summary: '',
  description: '',
  category: 'other',
  eventType: 'in_person',
  timezone,
  startsAt: null,
  endsAt: null,
  checkInOpensAt: null,
  checkInClosesAt: null,
  isTransferable: true,
  transfersCloseAt: null,
  venue: '',
  room: '',
  address: '',
  city: '',
  country: '',
  onlineUrl: '',
  coverImageUrl: '',
  currency: 'EUR',
  holdMinutes: 15,
  maxTicketsPerOrder: 10,
  maxTicketsPerPerson: null,
  visibility: 'public',
  contactEmail: '',
  cancellableUntil: null,
  cancellationRefundPercent: 100,
});

export function toDetails(event: StoredEvent): EventDetails {
  const place = storedLocation.parse(event.location);
  return {
    title: event.title,
    slug: event.slug,
    summary: event.summary,
    description: event.description,
    category: event.category,
    eventType: event.eventType,
    timezone: event.timezone,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    checkInOpensAt: event.checkInOpensAt,
    checkInClosesAt: event.checkInClosesAt,
    isTransferable: event.isTransferable,
    transfersCloseAt: event.transfersCloseAt,
    venue: place.venue ?? '',
    room: place.room ?? '',
    address: place.address ?? '',
    city: place.city ?? '',
    country: place.country ?? '',
    onlineUrl: event.eventAccess?.onlineUrl ?? '',
    coverImageUrl: event.coverImageUrl ?? '',
    currency: event.currency,
    holdMinutes: event.holdSeconds / 60,
    maxTicketsPerOrder: event.maxTicketsPerOrder,
    maxTicketsPerPerson: event.maxTicketsPerPerson,
    visibility: event.visibility,
    contactEmail: event.contactEmail ?? '',
    cancellableUntil: event.cancellableUntil,
    cancellationRefundPercent: event.cancellationRefundPercent,
  };
}

/** The columns as the API takes them. What does not belong to the kind of event is left out. */
export function toPatch(values: ValidDetails, previousLocation: unknown = {}) {
  const { venue, room, address, city, country, onlineUrl, holdMinutes, ...columns } = values;
  const isSomewhere = values.eventType !== 'online';
  const isOnline = values.eventType !== 'in_person';
  const before = storedLocation.parse(previousLocation);
  // A map's position belongs to the address it was found for.
  const isSamePlace =
    isSomewhere &&
    venue === (before.venue ?? '') &&
    address === (before.address ?? '') &&
    city === (before.city ?? '');
  const { latitude, longitude, ...kept } = before;
  const fields = {
    ...kept,
    ...(isSamePlace ? { latitude, longitude } : {}),
    ...Object.fromEntries(
      Object.entries({ venue, room, address, city, country }).map(([key, value]) => [
        key,
        isSomewhere ? value : '',
      ]),
    ),
  };
  const location = {
    ...Object.fromEntries(
      Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined),
    ),
    // Kept apart from the place, and taken away when it is empty.
    onlineUrl: isOnline ? onlineUrl : '',
  };
  return {
    ...columns,
    location,
    coverImageUrl: values.coverImageUrl || null,
    contactEmail: values.contactEmail || null,
    cancellationRefundPercent: values.cancellationRefundPercent ?? 100,
    holdSeconds: Math.round(holdMinutes * 60),
  } satisfies EventPatch;
}
