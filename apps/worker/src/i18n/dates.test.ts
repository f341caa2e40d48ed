import { formatWhen } from './dates.ts';

const at = (startsAt: string, endsAt: string, timezone = 'Europe/Berlin') => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  timezone,
});

test('an evening is one day, on the clocks of its place, also past midnight', () => {
  const night = at('2026-07-04T20:00:00Z', '2026-07-05T01:00:00Z');
  expect(formatWhen(night, 'en')).toEqual({
    date: 'Saturday, 4 July 2026',
    time: '22:00 – 03:00',
    zone: 'Central European Summer Time (Europe/Berlin)',
  });
});

test('several days say when each end is', () => {
  expect(formatWhen(at('2026-11-14T09:00:00Z', '2026-11-16T17:00:00Z'), 'de')).toEqual({
    date: 'Samstag, 14. November 2026, 10:00',
    time: '– Montag, 16. November 2026, 18:00',
    zone: 'Mitteleuropäische Normalzeit (Europe/Berlin)',
  });
});

test('a zone with an odd offset', () => {
  const when = formatWhen(
    at('2026-01-01T18:15:00Z', '2026-01-01T20:15:00Z', 'Asia/Kathmandu'),
    'en',
  );
  expect(when.time).toBe('00:00 – 02:00');
  expect(when.date).toContain('2 January 2026');
  expect(when.zone).toBe('Nepal Time (Asia/Kathmandu)');
});

test('the night on which the clocks go back', () => {
  const night = at('2027-10-30T22:00:00Z', '2027-10-31T02:00:00Z');
  expect(formatWhen(night, 'de').time).toBe('00:00 – 03:00');
});
