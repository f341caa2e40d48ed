import { z } from 'zod/mini';

const text = z.optional(z.nullable(z.string()));

const schema = z.object({
  venue: text,
  address: text,
  city: text,
  country: text,
  room: text,
  latitude: z.optional(z.nullable(z.number())),
  longitude: z.optional(z.nullable(z.number())),
});

export type Place = {
  venue: string | null;
  room: string | null;
  address: string | null;
  city: string | null;
  /** In the reader's language. */
  country: string | null;
  latitude: number | null;
  longitude: number | null;
};

/** The `location` of an event, which is free JSON in the database; what is not usable is null. */
export function readPlace(location: unknown, locale: string): Place {
  const parsed = schema.safeParse(location);
  const given: z.infer<typeof schema> = parsed.success ? parsed.data : {};
  const some = (value: string | null | undefined) => value?.trim() || null;
  return {
    venue: some(given.venue),
    room: some(given.room),
    address: some(given.address),
    city: some(given.city),
    country: countryName(some(given.country), locale),
    latitude: given.latitude ?? null,
    longitude: given.longitude ?? null,
  };
}

function countryName(code: string | null, locale: string): string | null {
  if (!code || !/^[a-z]{2}$/i.test(code)) return code;
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** Only what a browser may open as a page; `javascript:` and the like become null. */
export function safeWebUrl(value: string | null | undefined): string | null {
  try {
    const url = new URL(value ?? '');
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

/** The address on as many lines as it has parts, without saying the city twice. */
export function addressLines(place: Place): string[] {
  const { address, city, country } = place;
  const cityLine = city && !address?.toLowerCase().includes(city.toLowerCase()) ? city : null;
  return [address, cityLine, country].filter((line) => line !== null);
}

/** `Alte Turbinenhalle, Uferweg 12, 10245 Berlin, Germany`, for calendars and search engines. */
export function placeLine(place: Place): string {
  return [place.venue, place.room, ...addressLines(place)].filter(Boolean).join(', ');
}

/** A link to the map; nothing of it is loaded into our page. */
export function mapUrl(place: Place): string | null {
  const { latitude, longitude } = place;
  if (latitude !== null && longitude !== null) {
    return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  }
  const query = [place.address ?? place.venue, place.city].filter(Boolean).join(', ');
  return query ? `https://www.openstreetmap.org/search?query=${encodeURIComponent(query)}` : null;
}

/** Any `t` of ours: they all reach the shared text. */
type AnyTranslator = (key: never) => unknown;

/** The short word for where, on a card: the city, `Online`, or both. */
export function placeWords(place: Place, eventType: string, t: AnyTranslator): string {
  const say = t as (key: string, values?: Record<string, string>) => string;
  const city = place.city ?? place.venue;
  if (eventType === 'online') return say('common:place.online');
  if (!city) return say('common:place.toBeAnnounced');
  return eventType === 'hybrid' ? say('common:place.hybrid', { city }) : city;
}
