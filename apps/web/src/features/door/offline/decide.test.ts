import { randomUUID } from 'node:crypto';
import { generateEventKey, importPrivateKey, signTicket } from '@foyer/ticket-token';
import type { OfflineTicket } from '@foyer/types';
import { doorApi } from '../door-api.ts';
import { bringList } from './bring-list.ts';
import { decideOffline, judgeTicket } from './decide.ts';
import { HOUR, now, type Phone, page, phoneForEachTest, wish } from './test/phone.ts';

let eventId: Phone['eventId'];
let store: Phone['store'];
let issue: Phone['issue'];
let hold: Phone['hold'];
phoneForEachTest((phone) => {
  ({ eventId, store, issue, hold } = phone);
});

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

test('what a ticket was shown with before it changed hands admits nobody', async () => {
  const former = issue();
  const present = issue({ version: 2, replacedHashes: [former.row.secretHash] }, { version: 2 });
  globalThis.fetch = async () => Response.json(page({ tickets: [present.row] }));
  const brought = await bringList(doorApi('https://door.example', 'token'), store);
  if (!brought.ok) throw new Error(brought.error.message);
  const list = brought.data;
  const verdictOf = async ({ token }: { token: string }) =>
    (await decideOffline(store, list, eventId, wish(token), now))?.verdict;
  expect(await verdictOf(former)).toBe('voided');
  expect(await verdictOf(present)).toBe('accepted');
  // Sold after the list was made, for all that can be told.
  expect(await verdictOf(issue())).toBe('accepted');
});

describe('judging a ticket', () => {
  const facts = {
    scanId: 'this',
    version: 1,
    row: { version: 1, isCancelled: false },
    admission: undefined,
    window: [0, 100] as [number, number],
    now: 50,
  };
  const use = { scanId: 'other', at: '2030-01-01T19:00:00Z' };
  const cases: [string, Partial<Parameters<typeof judgeTicket>[0]>, string][] = [
    ['one that is good', {}, 'accepted'],
    ['one that was sold after the list was made', { row: undefined }, 'accepted'],
    ['a cancelled one', { row: { version: 1, isCancelled: true } }, 'voided'],
    ['one that was replaced', { row: { version: 2, isCancelled: false } }, 'voided'],
    [
      'a typed code, which has no version',
      { version: null, row: { version: 2, isCancelled: false } },
      'accepted',
    ],
    ['one that the list says is used', { row: { ...facts.row, use } }, 'already_used'],
    ['one that this phone let in', { admission: use }, 'already_used'],
    [
      'the same presentation again',
      { row: { ...facts.row, use: { ...use, scanId: 'this' } } },
      'accepted',
    ],
    ['too early', { now: -1 }, 'not_yet_valid'],
    ['at the moment when it closes', { now: 100 }, 'expired'],
    ['a used one, after it closed', { admission: use, now: 100 }, 'already_used'],
  ];
  test.each(cases)('%s', (_, change, verdict) => {
    expect(judgeTicket({ ...facts, ...change }).verdict).toBe(verdict);
  });
});

describe('deciding without a network', () => {
  const decide = async (token: string, ...rows: OfflineTicket[]) =>
    decideOffline(store, await hold(...rows), eventId, wish(token), now);

  test('a ticket on the list opens its guest', async () => {
    const { row, token } = issue();
    expect(await decide(token, row)).toMatchObject({
      verdict: 'accepted',
      isOnList: true,
      ticketKey: row.id,
      answer: { attendeeName: 'Zoë Ångström', ticketTypeName: 'Standing' },
    });
  });

  test('a genuine one that is not on the list is let in, and said to be new', async () => {
    const { token } = issue();
    const decision = await decide(token);
    expect(decision).toMatchObject({ verdict: 'accepted', isOnList: false });
    expect(decision?.answer.attendeeName).toBeUndefined();
  });

  test('another key, a changed letter, another event, something else', async () => {
    const { token, row } = issue();
    const other = signTicket(
      {
        secret: new Uint8Array(16),
        eventId,
        validFrom: new Date(0),
        validUntil: new Date(now + HOUR),
        version: 1,
        keyId: 1,
      },
      importPrivateKey(generateEventKey().privateKey),
    );
    const changed = `${token.slice(0, -9)}${token.at(-9) === '0' ? '1' : '0'}${token.slice(-8)}`;
    const elsewhere = issue({}, { eventId: randomUUID() }).token;
    const verdicts = [];
    for (const text of [
      other,
      changed,
      token.slice(0, 60),
      elsewhere,
      issue({}, { keyId: 9 }).token,
      'https://example.org',
    ])
      verdicts.push((await decide(text, row))?.verdict);
    expect(verdicts).toEqual(['forged', 'forged', 'forged', 'wrong_event', 'forged', 'unknown']);
  });

  test('a typed code is found on the list, says no name, and where it is not found nothing is said', async () => {
    const { row, code } = issue();
    const decision = await decide('abcde-12345', row);
    expect(decision).toMatchObject({ verdict: 'accepted', ticketKey: row.id });
    expect(decision?.answer.attendeeName).toBeUndefined();
    expect(await decide('ZZZZZ-ZZZZZ', row)).toBeNull();
    expect(JSON.stringify(await store.getAll('tickets'))).not.toContain(code);
  });

  test('a browser that does not know the curve decides the same', async () => {
    const { importKey } = crypto.subtle;
    let asked = 0;
    // Only the curve is missing.
    crypto.subtle.importKey = (async (...args: Parameters<typeof importKey>) => {
      if (String(args[2]) !== 'Ed25519') return await importKey.apply(crypto.subtle, args);
      asked += 1;
      throw new DOMException('Unrecognized name', 'NotSupportedError');
    }) as typeof importKey;
    try {
      const { row, token } = issue();
      expect(await decide(token, row)).toMatchObject({ verdict: 'accepted' });
      const changed = `${token.slice(0, -9)}${token.at(-9) === '0' ? '1' : '0'}${token.slice(-8)}`;
      expect(await decide(changed, row)).toMatchObject({ verdict: 'forged' });
      expect(asked).toBe(2);
    } finally {
      crypto.subtle.importKey = importKey;
    }
  });
});
