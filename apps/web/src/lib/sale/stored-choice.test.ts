import {
  attemptFor,
  closeAttempt,
  openAttempt,
  readChoice,
  reopenEarlierAttempt,
  writeChoice,
} from './stored-choice.ts';

/** Node has no tab: what is written lives in memory, as where a browser refuses storage. */
const eventId = () => `event-${Math.random()}`;
const two = [
  { ticketTypeId: 'b', quantity: 1 },
  { ticketTypeId: 'a', quantity: 2 },
];

test('the same wish goes out under the same key until it is answered, in whatever order it was chosen', () => {
  const id = eventId();
  const first = attemptFor(id, two);
  expect(attemptFor(id, [...two].reverse())).toEqual(first);
  expect(first.lines.map(({ ticketTypeId }) => ticketTypeId)).toEqual(['a', 'b']);
  closeAttempt(id);
  expect(attemptFor(id, two).key).not.toBe(first.key);
});

test('another wish is another key', () => {
  const id = eventId();
  const first = attemptFor(id, two);
  expect(attemptFor(id, [{ ticketTypeId: 'a', quantity: 1 }]).key).not.toBe(first.key);
});

test('what got no answer is found again, but not when it is too old to be wanted', () => {
  const id = eventId();
  expect(openAttempt(id, 1000)).toBeNull();
  const first = attemptFor(id, two);
  expect(openAttempt(id, 1000)).toEqual(first);
  expect(openAttempt(id, 0)).toBeNull();
});

test('an order that was never answered is found again after another wish has taken its place, once', () => {
  const id = eventId();
  const first = attemptFor(id, two);
  attemptFor(id, [{ ticketTypeId: 'a', quantity: 1 }]);
  closeAttempt(id);
  const lines = reopenEarlierAttempt(id, 1000);
  expect(lines).toEqual(first.lines);
  expect(attemptFor(id, lines ?? [])).toEqual(first);
  expect(reopenEarlierAttempt(id, 1000)).toBeNull();

  attemptFor(id, [{ ticketTypeId: 'a', quantity: 1 }]);
  expect(reopenEarlierAttempt(id, 0)).toBeNull();
});

test('a choice keeps what is wanted and drops what is not', () => {
  const id = eventId();
  writeChoice(id, { a: 2, b: 0 });
  expect(readChoice(id)).toEqual({ a: 2 });
  writeChoice(id, {});
  expect(readChoice(id)).toEqual({});
});
