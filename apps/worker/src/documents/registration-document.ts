import { z } from 'zod';

const timestamp = z.coerce.date();
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** What `app_private.registration_document` answers: all that a mail and a PDF show. */
export const registrationDocument = z.object({
  registration: z.object({
    id: z.uuid(),
    confirmationNumber: z.string(),
    status: z.enum(['pending', 'confirmed', 'cancelled', 'expired']),
    buyerName: text,
    buyerEmail: z.string().nullable(),
    locale: z.enum(['en', 'de']).catch('en'),
    totalMinor: z.int(),
    currency: z.string().length(3),
    confirmedAt: timestamp.nullable(),
  }),
  event: z.object({
    id: z.uuid(),
    slug: z.string(),
    title: z.string(),
    summary: text,
    eventType: z.enum(['in_person', 'online', 'hybrid']),
    status: z.enum(['draft', 'published', 'cancelled']),
    startsAt: timestamp,
    endsAt: timestamp,
    timezone: z.string(),
    /** Typed by organizers, so nothing in it is relied upon. */
    location: z
      .object({
        venue: z.string().nullish().catch(null),
        room: z.string().nullish().catch(null),
        address: z.string().nullish().catch(null),
        city: z.string().nullish().catch(null),
        country: z.string().nullish().catch(null),
        onlineUrl: z.string().nullish().catch(null),
      })
      .catch({}),
    contactEmail: z.string().nullable(),
    cancellationReason: z.string().nullish(),
    validFrom: timestamp,
    validUntil: timestamp,
  }),
  organization: z.object({
    id: z.uuid(),
    name: z.string(),
    slug: z.string(),
    websiteUrl: z.string().nullable(),
  }),
  branding: z.object({
    logoUrl: z.string().nullish(),
    colors: z
      .object({ primary: z.string().optional(), accent: z.string().optional() })
      .nullish()
      .catch(null),
    tagline: z.string().nullish(),
  }),
  items: z.array(
    z.object({ ticketTypeName: z.string(), quantity: z.int(), unitPriceMinor: z.int() }),
  ),
  tickets: z.array(
    z.object({
      id: z.uuid(),
      code: z.string(),
      version: z.int(),
      secret: z.base64(),
      attendeeName: z.string(),
      ticketTypeName: z.string(),
      ticketTypeDescription: text,
      priceMinor: z.int(),
      currency: z.string().length(3),
    }),
  ),
});
export type RegistrationDocument = z.infer<typeof registrationDocument>;

/** The parts of a place on one line each, without what is missing or repeated. */
export function placeLines(event: RegistrationDocument['event'], locale: string): string[] {
  const { venue, room, address, city, country } = event.location;
  const region =
    country && /^[A-Z]{2}$/.test(country)
      ? new Intl.DisplayNames(locale, { type: 'region' }).of(country)
      : country;
  const lines = [
    [venue, room].filter(Boolean).join(', '),
    address?.trim() ?? '',
    [city, region].filter((part) => part && !address?.includes(part)).join(', '),
  ];
  return lines.filter((line) => line !== '');
}

/** An online event's address, if it is one a person may safely be sent to. */
export function onlineUrl(event: RegistrationDocument['event']): string | null {
  const { onlineUrl: url } = event.location;
  return url && /^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url) ? new URL(url).href : null;
}
