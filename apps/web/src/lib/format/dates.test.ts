import { formatRange, formatRelative, formatTime, isOneDay, zoneName } from './dates.ts';

const plain = (text: string) => text.replace(/\u00a0/g, ' ');

test('an evening is told on the clock of the event, not of the machine', () => {
  const range = ['2026-11-21T18:00:00Z', '2026-11-21T21:00:00Z'] as const;
  expect(plain(formatRange(...range, 'Europe/Berlin', 'en-GB'))).toBe(
    'Sat, 21 November 2026, 19:00–22:00',
  );
  expect(plain(formatRange(...range, 'America/New_York', 'en-GB'))).toContain('13:00–16:00');
});

test('a night that ends after midnight is still one evening', () => {
  const text = formatRange('2026-11-21T20:00:00Z', '2026-11-22T00:30:00Z', 'Europe/Berlin', 'de');
  expect(text).toContain('21:00');
  expect(text).toContain('01:30');
  expect(text).not.toContain('22. November');
  expect(isOneDay('2026-11-21T20:00:00Z', '2026-11-22T00:30:00Z', 'Europe/Berlin')).toBe(true);
});

test('several days are told by their days', () => {
  expect(
    plain(formatRange('2027-05-12T07:00:00Z', '2027-05-14T16:00:00Z', 'Europe/Berlin', 'de')),
  ).toBe('12.–14. Mai 2027');
});

test('no thin spaces, on which servers and browsers disagree', () => {
  const text =
    formatTime('2026-11-21T18:00:00Z', 'UTC', 'en-US') +
    formatRange('2027-05-12T07:00:00Z', '2027-05-14T16:00:00Z', 'UTC', 'en-US');
  expect(text).not.toMatch(/[\u2009\u200a\u202f]/);
});

test('zones are named and distances rounded for people', () => {
  expect(zoneName('2026-07-01T00:00:00Z', 'Europe/Berlin', 'en-GB')).toBe('CEST');
  const now = new Date('2026-11-21T12:00:00Z');
  expect(formatRelative('2026-11-24T12:00:00Z', now, 'en')).toBe('in 3 days');
  expect(formatRelative('2026-11-21T11:59:30Z', now, 'en')).toBe('30 seconds ago');
});
