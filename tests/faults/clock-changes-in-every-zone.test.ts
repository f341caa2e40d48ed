import { createTestDatabase, type TestDatabase } from '@foyer/testing';
import fc from 'fast-check';
import { fromLocalInput, toLocalInput } from '../../apps/web/src/lib/format/zone.ts';
import { formatWhen } from '../../apps/worker/src/i18n/dates.ts';
import { quickOrLong } from '../support/long.ts';
import { seed, seedNote } from '../support/seed.ts';

/**
 * Organizers type what the clock on the wall of their event says; stored is an instant. In spring an hour is
 * skipped, in autumn one comes twice, in some zones by 30 minutes, by 45 or at midnight.
 */
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const [from, to] = quickOrLong(
  [Date.UTC(2027, 0, 1), Date.UTC(2028, 3, 15)],
  [Date.UTC(2026, 0, 1), Date.UTC(2031, 11, 31)],
);
const minuteMs = 60_000;
const dayMs = 86_400_000;

const offsetAt = (at: number, zone: string) =>
  Date.parse(`${toLocalInput(new Date(at), zone)}:00Z`) - at;

type Change = { zone: string; at: number; before: number; after: number };

/** Every change of a zone's clock in the period, to the minute. */
function changesOf(zone: string): Change[] {
  const changes: Change[] = [];
  for (let day = from; day < to; day += dayMs) {
    const [before, after] = [offsetAt(day, zone), offsetAt(day + dayMs, zone)];
    if (before === after) continue;
    let [low, high] = [day, day + dayMs];
    while (high - low > minuteMs) {
      const middle = Math.floor((low + high) / 2 / minuteMs) * minuteMs;
      if (offsetAt(middle, zone) === before) low = middle;
      else high = middle;
    }
    changes.push({ zone, at: high, before, after });
  }
  return changes;
}

const changes = zones.flatMap(changesOf);
const gaps = changes.filter(({ before, after }) => after > before);
const overlaps = changes.filter(({ before, after }) => after < before);
const runs = quickOrLong(3_000, 40_000);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

test('the clocks of the world were looked at', () => {
  expect(zones.length).toBeGreaterThan(400);
  expect(gaps.length).toBeGreaterThan(60);
  expect(overlaps.length).toBeGreaterThan(60);
  // Not only whole hours: Lord Howe moves by half of one.
  expect(gaps.some(({ before, after }) => (after - before) % 3_600_000 !== 0)).toBe(true);
});

test(`any instant in any zone is shown, typed in again and is the same; the repeated hour is its first ${seedNote}`, () => {
  const anyInstant = fc.integer({ min: from / minuteMs, max: to / minuteMs });
  const nearAChange = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -180, max: 180 }))
    .map(([change, minutes]) => ({ zone: change.zone, at: change.at + minutes * minuteMs }));
  const anywhere = fc
    .tuple(fc.constantFrom(...zones), anyInstant)
    .map(([zone, minutes]) => ({ zone, at: minutes * minuteMs }));
  fc.assert(
    fc.property(fc.oneof(anywhere, nearAChange), ({ zone, at }) => {
      const shown = toLocalInput(new Date(at), zone);
      const back = fromLocalInput(shown, zone);
      expect(back).not.toBeNull();
      const instant = Date.parse(back ?? '');
      expect(toLocalInput(new Date(instant), zone)).toBe(shown);
      if (instant === at) return;
      // The other of two times that look the same: only in an hour that is repeated, and the earlier one.
      const change = overlaps.find(
        (c) => c.zone === zone && instant < c.at && at >= c.at && at - c.at < c.before - c.after,
      );
      expect(change && at - instant).toBe(change && change.before - change.after);
      expect(change).toBeDefined();
    }),
    { numRuns: runs, seed },
  );
});

test(`a time that spring skips becomes one instant, just after the gap, and stays it ${seedNote}`, () => {
  fc.assert(
    fc.property(fc.constantFrom(...gaps), fc.nat(), ({ zone, at, before, after }, chance) => {
      const width = (after - before) / minuteMs;
      // What the clock never shows: from the moment of the change, on the clock before it.
      const typed = new Date(at + before + (chance % width) * minuteMs).toISOString().slice(0, 16);
      const instant = fromLocalInput(typed, zone) ?? '';
      const shown = toLocalInput(instant, zone);
      expect(Date.parse(instant)).toBe(Date.parse(`${typed}Z`) - before);
      expect(shown > typed).toBe(true);
      expect(fromLocalInput(shown, zone)).toBe(instant);
    }),
    { numRuns: runs, seed },
  );
});

test('known cases: Berlin, Kathmandu, Lord Howe, the leap day, midnight that does not exist', () => {
  const instants = {
    'Europe/Berlin 2027-03-28T02:30': '2027-03-28T01:30:00.000Z',
    'Europe/Berlin 2027-10-31T02:30': '2027-10-31T00:30:00.000Z',
    'Asia/Kathmandu 2028-02-29T00:00': '2028-02-28T18:15:00.000Z',
    'Australia/Lord_Howe 2027-10-03T02:15': '2027-10-02T15:45:00.000Z',
    'Africa/Cairo 2027-04-30T00:30': '2027-04-29T22:30:00.000Z',
    'America/New_York 2028-02-29T23:59': '2028-03-01T04:59:00.000Z',
  };
  for (const [given, instant] of Object.entries(instants)) {
    const [zone = '', typed = ''] = given.split(' ');
    expect([given, fromLocalInput(typed, zone)]).toEqual([given, instant]);
  }
  expect(fromLocalInput('2027-02-29T10:00', 'Europe/Berlin')).toBeNull();
});

test('the mail says the hours that the page says', () => {
  for (const { zone, at } of changes) {
    const startsAt = new Date(at - 30 * minuteMs);
    const endsAt = new Date(at + 30 * minuteMs);
    const { time } = formatWhen({ startsAt, endsAt, timezone: zone }, 'en');
    const clock = (instant: Date) => toLocalInput(instant, zone).slice(11);
    expect([zone, time]).toEqual([zone, `${clock(startsAt)} – ${clock(endsAt)}`]);
  }
});

test('the database accepts every zone, and shows the same clock', async () => {
  const client = await db.pools.admin.connect();
  try {
    const probes = changes.flatMap(({ zone, at }) => [
      { zone, at: at - minuteMs },
      { zone, at },
    ]);
    const { rows } = await client.query<{ zone: string; at: Date; clock: string }>(
      `select zone, at, to_char(at at time zone zone, 'YYYY-MM-DD"T"HH24:MI') as clock
       from unnest($1::text[], $2::timestamptz[]) as probe(zone, at) where app_hidden.is_time_zone(zone)`,
      [probes.map(({ zone }) => zone), probes.map(({ at }) => new Date(at))],
    );
    expect(rows).toHaveLength(probes.length);
    // Two releases of the zone data may differ where a government has just decided: not in more than that.
    const differing = new Set(
      rows.filter((row) => row.clock !== toLocalInput(row.at, row.zone)).map(({ zone }) => zone),
    );
    if (differing.size > 0) console.info(`zone data differs in ${[...differing].join(', ')}`);
    expect(differing.size).toBeLessThanOrEqual(zones.length / 50);
  } finally {
    client.release();
  }
});
