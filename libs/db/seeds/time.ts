export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';
const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A local time relative to the day of seeding; with `on`, the first such weekday from there on. */
export type LocalTime = { inDays: number; on?: Weekday; at: string };

/** The calendar day and the minutes since midnight that clocks in `zone` show at `instant`. */
export function localParts(
  instant: Date,
  zone: string,
): { year: number; month: number; day: number; minutes: number } {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, minutes: hour * 60 + minute };
}

/** The instant at which clocks in `zone` show this wall time; `day` may run over the month's end. */
export function instantOf(
  zone: string,
  year: number,
  month: number,
  day: number,
  minutes: number,
): Date {
  const wall = Date.UTC(year, month - 1, day, 0, minutes);
  let instant = wall;
  // Twice, because the first guess may lie on the other side of a clock change.
  for (let i = 0; i < 2; i++) {
    const shown = localParts(new Date(instant), zone);
    instant += wall - Date.UTC(shown.year, shown.month - 1, shown.day, 0, shown.minutes);
  }
  return new Date(instant);
}

export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

export function resolveLocal(now: Date, zone: string, when: LocalTime): Date {
  const today = localParts(now, zone);
  let day = today.day + when.inDays;
  if (when.on !== undefined) {
    const weekday = new Date(Date.UTC(today.year, today.month - 1, day)).getUTCDay();
    day += (weekdays.indexOf(when.on) - weekday + 7) % 7;
  }
  return instantOf(zone, today.year, today.month, day, minutesOf(when.at));
}

/** `clock` on the local day that is `days` after the local day of `base`. */
export function sameDay(base: Date, zone: string, days: number, clock: string): Date {
  const { year, month, day } = localParts(base, zone);
  return instantOf(zone, year, month, day + days, minutesOf(clock));
}
