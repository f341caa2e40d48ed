import { fromLocalInput, isTimeZone, showsDifferentClock, toLocalInput } from './zone.ts';

test('a wall clock in a zone becomes the right instant, in winter and in summer', () => {
  expect(fromLocalInput('2026-11-21T19:00', 'Europe/Berlin')).toBe('2026-11-21T18:00:00.000Z');
  expect(fromLocalInput('2026-07-21T19:00', 'Europe/Berlin')).toBe('2026-07-21T17:00:00.000Z');
  expect(fromLocalInput('2026-11-21T19:00', 'Asia/Kathmandu')).toBe('2026-11-21T13:15:00.000Z');
  expect(fromLocalInput('2026-01-01T00:30', 'Pacific/Auckland')).toBe('2025-12-31T11:30:00.000Z');
});

test('the hour that spring skips counts on from before the change', () => {
  expect(fromLocalInput('2027-03-28T02:30', 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
});

test('the hour that autumn repeats is the first of the two', () => {
  expect(fromLocalInput('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

test('every hour of a year survives the way there and back, but for the repeated one', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC']) {
    let repeated = 0;
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 3_600_000) {
      const back = fromLocalInput(toLocalInput(new Date(at), zone), zone);
      if (back !== new Date(at).toISOString()) repeated += 1;
    }
    expect(repeated).toBeLessThanOrEqual(zone === 'UTC' ? 0 : 1);
  }
});

test('what is not a time is null', () => {
  for (const typed of [
    '',
    '2026-11-21',
    '2026-13-01T00:00',
    'tomorrow',
    '2026-11-21T19:00Z',
    '2027-02-29T10:00',
  ]) {
    expect(fromLocalInput(typed, 'UTC')).toBeNull();
  }
});

test('zones are compared by their clocks, not their names', () => {
  expect(showsDifferentClock('2026-11-21T18:00:00Z', 'Europe/Berlin', 'Europe/Paris')).toBe(false);
  expect(showsDifferentClock('2026-11-21T18:00:00Z', 'Europe/Berlin', 'Europe/London')).toBe(true);
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Mars/Olympus')).toBe(false);
});
