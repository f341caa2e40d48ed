/** Wall-clock time in a zone, as `<input type="datetime-local">` speaks it: `2026-11-21T19:00`. */
const fieldsByZone = new Map<string, Intl.DateTimeFormat>();

function fieldsIn(zone: string): Intl.DateTimeFormat {
  let format = fieldsByZone.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    fieldsByZone.set(zone, format);
  }
  return format;
}

export function isTimeZone(zone: string): boolean {
  try {
    fieldsIn(zone);
    return true;
  } catch {
    return false;
  }
}

/** A zone that PostgreSQL knows and this browser does not (their lists differ by age) is told as UTC. */
export function knownZone(zone: string): string {
  return isTimeZone(zone) ? zone : 'UTC';
}

export function toLocalInput(instant: string | Date, zone: string): string {
  const parts = Object.fromEntries(
    fieldsIn(knownZone(zone))
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** Milliseconds that a zone is ahead of UTC at an instant. */
function offsetAt(instantMs: number, zone: string): number {
  const minuteMs = Math.floor(instantMs / 60_000) * 60_000;
  return Date.parse(`${toLocalInput(new Date(minuteMs), zone)}:00Z`) - minuteMs;
}

/**
 * The instant of a wall-clock time, as ISO text, or null when the input is not a time. An hour that
 * the clock skips in spring counts on from before the change; one that it repeats in autumn is the
 * first of the two.
 */
export function fromLocalInput(local: string, zone: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return null;
  const asUtc = Date.parse(`${local}Z`);
  // The 29th of February of a common year would be read as the 1st of March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return null;
  const dayMs = 86_400_000;
  const before = offsetAt(asUtc - dayMs, zone);
  const after = offsetAt(asUtc + dayMs, zone);
  const candidates = [asUtc - before, asUtc - after].filter(
    (instant) => instant + offsetAt(instant, zone) === asUtc,
  );
  const instant = candidates.length > 0 ? Math.min(...candidates) : asUtc - before;
  return new Date(instant).toISOString();
}

/** Where the reader is, as the browser says. Differs between server and browser: use after mount. */
export function readerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** True when the two zones show different clocks at that instant (Berlin and Paris do not). */
export function showsDifferentClock(instant: string | Date, zone: string, other: string): boolean {
  const ms = new Date(instant).getTime();
  return offsetAt(ms, zone) !== offsetAt(ms, other);
}
