import type { Locale } from './index.ts';

/** German dates for Germany; English ones as most of the world writes them, with a 24 hour clock. */
const dateLocale: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

export type When = {
  /** `Saturday, 14 November 2026`; over several days `Saturday, 14 November 2026, 10:00` */
  date: string;
  /** `19:30 – 23:00`; over several days `– Monday, 16 November 2026, 18:00` */
  time: string;
  /** `Central European Standard Time (Europe/Berlin)`: one of them is what a reader knows. */
  zone: string;
};

/** When an event is, on the clocks where it takes place. */
export function formatWhen(
  event: { startsAt: Date; endsAt: Date; timezone: string },
  locale: Locale,
): When {
  const { startsAt, endsAt, timezone: timeZone } = event;
  const format = (options: Intl.DateTimeFormatOptions) => formatter(locale, timeZone, options);
  const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const clock = format({ hour: '2-digit', minute: '2-digit' });
  const first = day.format(startsAt);
  const last = day.format(endsAt);
  const zone = zoneName(startsAt, timeZone, locale);
  const [from, to] = [clock.format(startsAt), clock.format(endsAt)];
  // A night that ends after midnight is still one evening.
  const isOneDay = first === last || endsAt.getTime() - startsAt.getTime() < 24 * 3_600_000;
  return isOneDay
    ? { date: first, time: `${from} – ${to}`, zone }
    : { date: `${first}, ${from}`, time: `– ${last}, ${to}`, zone };
}

function zoneName(at: Date, timeZone: string, locale: Locale): string {
  const name = formatter(locale, timeZone, { timeZoneName: 'long' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return name && name !== timeZone ? `${name} (${timeZone})` : timeZone;
}

/** A zone that PostgreSQL knows and Node does not (their lists differ by age) is told as UTC. */
function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== null;
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times; there are as many as there are time zones. */
function formatter(
  locale: Locale,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = [locale, timeZone, ...Object.entries(options).flat()].join('|');
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(dateLocale[locale], {
      timeZone: isKnown(timeZone) ? timeZone : 'UTC',
      ...options,
    });
    formatters.set(key, made);
  }
  return made;
}
