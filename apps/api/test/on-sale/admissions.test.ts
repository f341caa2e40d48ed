import { randomUUID } from 'node:crypto';
import { createAdmissions } from '../../src/on-sale/admissions.ts';

let now = Date.now();
const admissions = createAdmissions({ secret: 'a secret', now: () => now });
const eventId = randomUUID();
const admission = `${randomUUID()}.${Math.floor(now / 1000) + 600}.${'ab'.repeat(32)}`;
const sealed = admissions.seal(eventId, admission);

test('what we gave for an event is known again, there only and until it is over', () => {
  expect(admissions.isGood(eventId, sealed)).toBe(true);
  expect(admissions.isGood(randomUUID(), sealed)).toBe(false);
  now += 601_000;
  expect(admissions.isGood(eventId, sealed)).toBe(false);
  now -= 601_000;
});

test('what is invented, altered, cut off or signed with another secret is none', () => {
  const [place = '', until = '', theirs = '', ours = ''] = sealed.split('.');
  const foreign = createAdmissions({ secret: 'another secret' }).seal(eventId, admission);
  const wrong = [
    '',
    'nonsense',
    admission,
    `${admission}.${'0'.repeat(32)}`,
    `${place}.${Number(until) + 1}.${theirs}.${ours}`,
    `${randomUUID()}.${until}.${theirs}.${ours}`,
    `${sealed}.${ours}`,
    foreign,
  ];
  for (const text of wrong) expect(admissions.isGood(eventId, text)).toBe(false);
});
