import { knownZone, toLocalInput } from './zone.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  locale: string,
  options: Intl.DateTimeFormatOptions & { timeZone: string },
): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: knownZone(options.timeZone) });
    formats.set(key, found);
  }
  return found;
}

type When = string | Date;

/** Node and browsers disagree on which thin space to use between the parts of a range or before AM. */
function plainSpaces(text: string): string {
  return text.replace(/[\u2009\u200a\u202f]/g, '\u00a0');
}

/** `Sat, 21 November 2026` */
export function formatDate(at: When, zone: string, locale: string): string {
  return format(locale, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(at));
}

/** `21 Nov 2026`, for tables. */
export function formatShortDate(at: When, zone: string, locale: string): string {
  return format(locale, { timeZone: zone, dateStyle: 'medium' }).format(new Date(at));
}

/** `19:00` */
export function formatTime(at: When, zone: string, locale: string): string {
  return plainSpaces(format(locale, { timeZone: zone, timeStyle: 'short' }).format(new Date(at)));
}

/** `21 Nov 2026, 19:00` */
export function formatDateTime(at: When, zone: string, locale: string): string {
  const options = { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' } as const;
  return plainSpaces(format(locale, options).format(new Date(at)));
}

/** `CET` or `GMT+1`, what the clock of the zone is called at that instant. */
export function zoneName(at: When, zone: string, locale: string): string {
  const parts = format(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    new Date(at),
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** `21 Nov 2026, 19:00 CET` */
export function formatMoment(at: When, zone: string, locale: string): string {
  return `${formatDateTime(at, zone, locale)} ${zoneName(at, zone, locale)}`;
}

/** One evening is told with its hours (also when it ends at one in the morning), a festival by its days. */
export function isOneDay(start: When, end: When, zone: string): boolean {
  const [from, to] = [new Date(start), new Date(end)];
  return (
    toLocalInput(from, zone).slice(0, 10) === toLocalInput(to, zone).slice(0, 10) ||
    to.getTime() - from.getTime() < 14 * 3_600_000
  );
}

/** `Sat, 21 November 2026, 19:00 – 22:00` or, over days, `21 – 23 November 2026`. */
export function formatRange(start: When, end: When, zone: string, locale: string): string {
  const [from, to] = [new Date(start), new Date(end)];
  if (isOneDay(from, to, zone)) {
    const times = format(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' });
    const isPastMidnight =
      toLocalInput(from, zone).slice(0, 10) !== toLocalInput(to, zone).slice(0, 10);
    // Intl would repeat both dates in full.
    const range = isPastMidnight
      ? `${formatTime(from, zone, locale)} – ${formatTime(to, zone, locale)}`
      : times.formatRange(from, to);
    return plainSpaces(`${formatDate(from, zone, locale)}, ${range}`);
  }
  const days = format(locale, { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' });
  return plainSpaces(days.formatRange(from, to));
}

/** The pieces of a calendar leaf: `{ day: '21', month: 'Nov', weekday: 'Sat' }`. */
export function calendarLeaf(at: When, zone: string, locale: string) {
  const instant = new Date(at);
  return {
    day: format(locale, { timeZone: zone, day: 'numeric' }).format(instant).replace(/\D+$/, ''),
    month: format(locale, { timeZone: zone, month: 'short' }).format(instant),
    weekday: format(locale, { timeZone: zone, weekday: 'short' }).format(instant),
  };
}

/** `in 3 days`, `2 hours ago`. */
export function formatRelative(at: When, now: Date, locale: string): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(Math.round(seconds), 'second');
}
