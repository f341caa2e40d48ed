import { createTurns } from './turns.ts';

test('each has a turn before anybody has the next', () => {
  const turns = createTurns();
  const given = ['a', 'a', 'b', 'a', 'b', 'c'].map((orgId) => turns.next(orgId, 1));
  expect(given).toEqual([1, 2, 1, 3, 2, 1]);
});

test('whoever comes late goes along with those who are next, and makes up for nothing', () => {
  const turns = createTurns();
  for (let i = 0; i < 10; i += 1) turns.next('a', 1);
  expect([turns.next('b', 7), turns.next('b', 7), turns.next('a', 7)]).toEqual([7, 8, 11]);
});

test('when none waits, everybody begins anew', () => {
  const turns = createTurns();
  for (let i = 0; i < 10; i += 1) turns.next('a', 1);
  expect(turns.next('a', null)).toBe(1);
});

test('turns end where the queue’s numbers end', () => {
  const turns = createTurns();
  for (let i = 0; i < 2; i += 1) expect(turns.next('a', 2_097_151)).toBe(2_097_151);
});
