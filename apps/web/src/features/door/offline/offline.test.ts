import 'fake-indexeddb/auto';
import {
  createCipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import {
  generateEventKey,
  importPrivateKey,
  signTicket,
  type TicketPayload,
} from '@foyer/ticket-token';
import type { OfflineListPage, OfflineScanAnswer, OfflineTicket } from '@foyer/types';
import { forceCloseDatabase } from 'fake-indexeddb';
import type { Result } from '@/lib/result';
import { type DoorApi, doorApi, type ScanWish, type WaitingScan } from '../door-api.ts';
import { bringList } from './bring-list.ts';
import { decideOffline, judgeTicket } from './decide.ts';
import { decideOrAsk } from './decide-or-ask.ts';
import { createOfflineDoor } from './offline-door.ts';
import { countWaiting, type DoorStore, deleteStore, leaveStore, openStore } from './store.ts';
import { tellWaiting } from './tell-waiting.ts';

const { jest } = import.meta;
const HOUR = 3_600_000;
const now = Date.now();
const codeKey = randomBytes(32);
const eventKey = generateEventKey();

let eventId: string;
let store: DoorStore;
beforeEach(async () => {
  eventId = randomUUID();
  store = await openStore(eventId);
});
afterEach(async () => {
  store.close();
  await deleteStore(eventId);
});

const short = (hash: Buffer) => hash.subarray(0, 16).toString('base64url');

/** A ticket and its line of the list, as the service makes them. */
function issue(overrides: Partial<OfflineTicket> = {}, payload: Partial<TicketPayload> = {}) {
  const secret = randomBytes(16);
  const code = 'ABCDE12345';
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'foyer-offline-guest:1', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const guest = [cipher.update(JSON.stringify(['Zoë Ångström', 'Standing'])), cipher.final()];
  const row: OfflineTicket = {
    id: randomUUID(),
    secretHash: short(createHash('sha256').update(secret).digest()),
    codeHash: short(createHmac('sha256', codeKey).update(code).digest()),
    version: 1,
    isCancelled: false,
    guest: Buffer.concat([nonce, ...guest, cipher.getAuthTag()]).toString('base64url'),
    ...overrides,
  };
  const token = signTicket(
    {
      secret: new Uint8Array(secret),
      eventId,
      validFrom: new Date(now - HOUR),
      validUntil: new Date(now + HOUR),
      version: 1,
      keyId: 1,
      ...payload,
    },
    importPrivateKey(eventKey.privateKey),
  );
  return { row, token, code };
}

const page = (overrides: Partial<OfflineListPage> = {}): OfflineListPage => ({
  version: `made.${now}`,
  cursor: null,
  isComplete: true,
  event: {
    keys: [{ id: 1, publicKey: eventKey.publicKey.toString('base64') }],
    codeKey: codeKey.toString('base64'),
    validFrom: new Date(now - HOUR).toISOString(),
    validUntil: new Date(now + HOUR).toISOString(),
  },
  tickets: [],
  ...overrides,
});

/** A service that answers these pages, one after the other. */
function serving(...pages: OfflineListPage[]) {
  const asked: unknown[] = [];
  return {
    asked,
    offlineList: async (question: unknown): Promise<Result<OfflineListPage>> => {
      asked.push(question);
      const data = pages.shift();
      return data ? { ok: true, data } : { ok: false, error: { code: 'NETWORK', message: '' } };
    },
  };
}

async function hold(...tickets: OfflineTicket[]) {
  const brought = await bringList(serving(page({ tickets })), store);
  if (!brought.ok) throw new Error(brought.error.message);
  return brought.data;
}

const wish = (token: string, overrides: Partial<ScanWish> = {}): ScanWish => ({
  scanId: randomUUID(),
  token,
  method: 'scan',
  gateId: null,
  scannedAt: new Date(now).toISOString(),
  ...overrides,
});

test('what a ticket was shown with before it changed hands admits nobody', async () => {
  const former = issue();
  const present = issue({ version: 2, replacedHashes: [former.row.secretHash] }, { version: 2 });
  const list = await hold(present.row);
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

describe('asking, or deciding', () => {
  const failed = (code: 'NETWORK' | 'TIMEOUT' | 'NOT_READY' | 'NOT_SIGNED_IN') =>
    ({ ok: false, error: { code, message: '' } }) as const;
  const accepted = (scanId: string) =>
    ({ ok: true, data: { scanId, verdict: 'accepted' } }) as const;
  /** How a wish was treated: whom it was put to, and who decided it. */
  async function treat(
    facts: { isOffline: boolean; canDecide: boolean; isListed?: boolean; isRecalled?: boolean },
    answers: ('accepted' | Parameters<typeof failed>[0])[],
  ) {
    const one = wish('ticket');
    const put: string[] = [];
    const outcome = await decideOrAsk(
      {
        ...facts,
        api: {
          scan: async ({ scanId }, isImpatient = false) => {
            put.push(`service${isImpatient ? ', briefly' : ''}`);
            const answer = answers.shift() ?? 'NETWORK';
            return answer === 'accepted' ? accepted(scanId) : failed(answer);
          },
        },
        recall: async ({ scanId }) => {
          if (!facts.isRecalled) return null;
          put.push('memory');
          const answer = { scanId, verdict: 'already_used' as const };
          return { verdict: 'already_used', answer, ticketKey: 'key', isOnList: true };
        },
        decide: async ({ scanId }) => {
          put.push('phone');
          if (facts.isListed === false) return null;
          const answer = { scanId, verdict: 'accepted' as const };
          return { verdict: 'accepted', answer, ticketKey: 'key', isOnList: true };
        },
      },
      one,
    );
    const { decision, result } = outcome;
    const answer = decision?.answer ?? (result?.ok ? result.data : null);
    if (answer) expect(answer.scanId).toBe(one.scanId);
    return { put, by: decision ? 'phone' : result?.ok ? 'service' : result?.error.code };
  }

  const online = { isOffline: false, canDecide: true };
  test.each([
    ['the service answers', online, ['accepted'], ['service, briefly'], 'service'],
    ['nobody is reached', online, ['NETWORK'], ['service, briefly', 'phone'], 'phone'],
    ['the answer takes too long', online, ['TIMEOUT'], ['service, briefly', 'phone'], 'phone'],
    [
      'the service cannot decide for long',
      online,
      ['NOT_READY'],
      ['service, briefly', 'phone'],
      'phone',
    ],
    [
      'only this phone knows of it',
      { ...online, isRecalled: true },
      ['accepted'],
      ['memory'],
      'phone',
    ],
    ['this phone was shut out', online, ['NOT_SIGNED_IN'], ['service, briefly'], 'NOT_SIGNED_IN'],
    ['it is known to be offline', { isOffline: true, canDecide: true }, [], ['phone'], 'phone'],
    [
      'there is no list yet',
      { isOffline: true, canDecide: false },
      ['NETWORK'],
      ['service'],
      'NETWORK',
    ],
    [
      'the phone cannot tell either',
      { isOffline: true, canDecide: true, isListed: false },
      ['accepted'],
      ['phone', 'service'],
      'service',
    ],
  ] as const)('%s', async (_, facts, answers, put, by) => {
    expect(await treat(facts, [...answers])).toEqual({ put, by });
  });
});

describe('bringing the list', () => {
  test('page by page, then what changed; interrupted, it goes on where it was', async () => {
    const [one, two, three] = [issue().row, issue().row, issue().row];
    const first = serving(
      page({ version: 'made.1', cursor: '7', isComplete: false, tickets: [one] }),
    );
    expect(await bringList(first, store)).toMatchObject({ ok: false });
    expect(await store.get('list', 'held')).toMatchObject({ version: null, madeAt: null });
    const second = serving(page({ version: 'made.1', tickets: [two] }));
    expect(await bringList(second, store)).toMatchObject({ ok: true });
    expect(second.asked).toEqual([{ version: 'made.1', cursor: '7' }]);
    const third = serving(page({ version: 'made.2', tickets: [three] }));
    expect(await bringList(third, store)).toMatchObject({ ok: true, data: { madeAt: 2 } });
    expect(third.asked).toEqual([{ version: 'made.1' }]);
    expect(await store.count('tickets')).toBe(3);
  });

  test('what this phone let in stays used until the service knows of it', async () => {
    const { row, token } = issue();
    const at = new Date(now - 1).toISOString();
    const admission = { key: row.id, scanId: randomUUID(), at, gateName: null };
    await store.put('admissions', admission);
    await store.put('waiting', {
      ...wish(token),
      scanId: admission.scanId,
      verdict: 'accepted',
      listVersion: null,
      isUndone: false,
    });
    await hold(row);
    expect(await store.count('admissions')).toBe(1);
    await store.delete('waiting', admission.scanId);
    await hold(row);
    expect(await store.count('admissions')).toBe(0);
  });
});

test('a list that was read before a scan does not take back what that let in', async () => {
  const { row } = issue();
  const at = new Date(now).toISOString();
  await store.put('admissions', { key: row.id, scanId: 'here', at, gateName: null });
  await bringList(serving(page({ version: `made.${now - 1}`, tickets: [row] })), store);
  expect(await store.count('admissions')).toBe(1);
  const used = { ...row, use: { scanId: 'here', at } };
  await bringList(serving(page({ version: `made.${now - 1}`, tickets: [used] })), store);
  expect(await store.count('admissions')).toBe(0);
});

describe('telling what waits', () => {
  const waiting = (minute: number): WaitingScan => ({
    ...wish(`token ${minute}`, { scannedAt: new Date(now + minute * 60_000).toISOString() }),
    verdict: 'accepted',
    listVersion: 'made.1',
    isUndone: false,
  });
  const answering = (
    answer: (scans: WaitingScan[]) => Result<OfflineScanAnswer[]>,
  ): { told: WaitingScan[][]; tellOffline: DoorApi['tellOffline'] } => {
    const told: WaitingScan[][] = [];
    return {
      told,
      tellOffline: async (scans) => {
        told.push(scans);
        return answer(scans);
      },
    };
  };
  const recorded = (scans: WaitingScan[]): Result<OfflineScanAnswer[]> => ({
    ok: true,
    data: scans.map(({ scanId }) => ({ scanId, outcome: 'recorded' })),
  });

  test('in portions, the oldest first, and then nothing waits', async () => {
    const scans = Array.from({ length: 120 }, (_, i) => waiting(120 - i));
    for (const scan of scans) await store.put('waiting', scan);
    const api = answering(recorded);
    expect(await tellWaiting(api, store)).toEqual({ ok: true, data: 120 });
    expect(api.told.map((portion) => portion.length)).toEqual([50, 50, 20]);
    expect(api.told.flat().map(({ scanId }) => scanId)).toEqual(
      scans.toReversed().map(({ scanId }) => scanId),
    );
    expect(await store.count('waiting')).toBe(0);
  });

  test('what another tab takes back while it is told is told once more, as taken back', async () => {
    const scan = waiting(1);
    await store.put('waiting', scan);
    const told: boolean[] = [];
    const tellOffline: DoorApi['tellOffline'] = async (scans) => {
      told.push(...scans.map(({ isUndone }) => isUndone));
      await store.put('waiting', { ...scan, isUndone: true });
      return recorded(scans);
    };
    expect(await tellWaiting({ tellOffline }, store)).toMatchObject({ ok: true });
    expect(told).toEqual([false, true]);
    expect(await store.count('waiting')).toBe(0);
  });

  test('without an answer everything stays', async () => {
    await store.put('waiting', waiting(1));
    const lost = answering(() => ({ ok: false, error: { code: 'TIMEOUT', message: '' } }));
    expect(await tellWaiting(lost, store)).toMatchObject({ ok: false });
    expect(await store.count('waiting')).toBe(1);
  });

  test('one that is not understood does not hold up the others, and is said', async () => {
    const [bad, good] = [waiting(1), waiting(2)];
    for (const scan of [bad, good]) await store.put('waiting', scan);
    const api = answering((scans) =>
      scans.includes(scans.find(({ scanId }) => scanId === bad.scanId) as WaitingScan)
        ? { ok: false, error: { code: 'INVALID_INPUT', message: '' } }
        : recorded(scans),
    );
    expect(await tellWaiting(api, store)).toMatchObject({ ok: true });
    expect(await store.count('waiting')).toBe(0);
    expect(await store.getAll('disagreements')).toMatchObject([
      { scanId: bad.scanId, outcome: 'unknown' },
    ]);
  });

  test('where others let the same ticket in, that is kept until it is seen', async () => {
    const scan = waiting(1);
    await store.put('waiting', scan);
    const otherUse = { at: new Date(now).toISOString(), gateName: 'South' };
    const api = answering(() => ({
      ok: true,
      data: [{ scanId: scan.scanId, outcome: 'duplicate', attendeeName: 'Zoë', otherUse }],
    }));
    await tellWaiting(api, store);
    expect(await store.getAll('disagreements')).toEqual([
      {
        scanId: scan.scanId,
        outcome: 'duplicate',
        at: scan.scannedAt,
        attendeeName: 'Zoë',
        otherUse,
      },
    ]);
  });
});

describe('a phone through an evening', () => {
  test('lets in once, takes back, tells under the same ids; shut out, it keeps only what it has to tell', async () => {
    const { row, token } = issue();
    await hold(row);
    const told: WaitingScan[][] = [];
    const api = {
      ...serving(),
      tellOffline: async (scans: WaitingScan[]) => {
        told.push(scans);
        return { ok: false, error: { code: 'NETWORK', message: '' } };
      },
    } as unknown as DoorApi;
    const door = createOfflineDoor({ api, eventId });
    const [first, second, third] = [wish(token), wish(token), wish(token)];
    expect((await door.decide(first, 'North'))?.verdict).toBe('accepted');
    expect(await door.decide(second, null)).toMatchObject({
      verdict: 'already_used',
      answer: { firstUse: { gateName: 'North' } },
    });
    expect(await door.takeBack(first.scanId)).toBe(true);
    expect(await door.takeBack(randomUUID())).toBe(false);
    expect((await door.decide(third, null))?.verdict).toBe('accepted');
    expect(door.state()).toMatchObject({ isArmed: true, waitingCount: 3 });

    await door.reached({ serverTime: new Date().toISOString() } as never);
    expect(told[0]?.map(({ scanId, verdict, isUndone }) => [scanId, verdict, isUndone])).toEqual(
      expect.arrayContaining([
        [first.scanId, 'accepted', true],
        [second.scanId, 'already_used', false],
        [third.scanId, 'accepted', false],
      ]),
    );
    await door.forget();
    expect(door.state()).toMatchObject({ isArmed: false, listMadeAt: null, waitingCount: 3 });
    expect(await store.count('tickets')).toBe(0);
    expect(await door.decide(wish(token), null)).toBeNull();
    door.close();
  });

  test('back again, it does not let the service let in once more what it has not told yet', async () => {
    const [known, told] = [issue(), issue()];
    await hold(known.row, told.row);
    const door = createOfflineDoor({ api: serving() as unknown as DoorApi, eventId });
    const first = wish(known.token);
    await door.decide(first, 'North');
    expect(await door.recall(wish(told.token))).toBeNull();
    expect((await door.recall(wish(known.token)))?.verdict).toBe('already_used');
    // The same presentation, sent again: the service has to say.
    expect(await door.recall(first)).toBeNull();
    await store.clear('waiting');
    expect(await door.recall(wish(known.token))).toBeNull();
    door.close();
  });

  test('its clock a day off, it judges by the service’s', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = createOfflineDoor({ api: serving() as unknown as DoorApi, eventId });
    // The phone believes it is now; the service says that it is a day later.
    await door.reached({ serverTime: new Date(Date.now() + 24 * HOUR).toISOString() } as never);
    expect((await door.decide(wish(token), null))?.verdict).toBe('expired');
    door.close();
  });
});

describe('a service that answers that it cannot', () => {
  const { fetch } = globalThis;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    globalThis.fetch = fetch;
  });

  test.each(['NOT_READY', 'RATE_LIMITED'])(
    '%s: after two seconds the phone decides',
    async (code) => {
      const asked: string[] = [];
      globalThis.fetch = async (_, init) => {
        asked.push(JSON.parse(String(init?.body)).scanId);
        return Response.json({ error: { code, message: '' } }, { status: 503 });
      };
      const one = wish('ticket');
      const decision = {
        verdict: 'accepted' as const,
        answer: { scanId: one.scanId, verdict: 'accepted' as const },
        ticketKey: 'key',
        isOnList: true,
      };
      const outcomes: unknown[] = [];
      const api = doorApi('https://door.example', 'token');
      const facts = { api, isOffline: false, canDecide: true, recall: async () => null };
      decideOrAsk({ ...facts, decide: async () => decision }, one).then((outcome) => {
        outcomes.push(outcome);
      });
      await jest.advanceTimersByTimeAsync(2_000);
      expect(outcomes).toEqual([{ result: null, decision }]);
      expect(asked.length).toBeGreaterThan(1);
      expect(new Set(asked)).toEqual(new Set([one.scanId]));
    },
  );
});

describe('a storage that is lost', () => {
  const { open } = indexedDB;
  const { transaction } = IDBDatabase.prototype;
  afterEach(() => {
    indexedDB.open = open;
    IDBDatabase.prototype.transaction = transaction;
    jest.useRealTimers();
  });
  const silent = () => createOfflineDoor({ api: serving() as unknown as DoorApi, eventId });
  /** Connections that are open now throw, as those that a phone cut. */
  function cut(): void {
    const lost = new Set(connections);
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      if (lost.has(this))
        throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return transaction.apply(this, args);
    };
  }
  let connections: IDBDatabase[];
  beforeEach(() => {
    connections = [];
    indexedDB.open = (...args) => {
      const request = open.apply(indexedDB, args);
      request.addEventListener('success', () => connections.push(request.result));
      return request;
    };
  });

  test('without a word is opened anew, and nothing is missing', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    const first = wish(token);
    expect((await door.decide(first, null))?.verdict).toBe('accepted');
    cut();
    expect((await door.decide(wish(token), null))?.verdict).toBe('already_used');
    expect(door.state()).toMatchObject({ isArmed: true, waitingCount: 2 });
    expect(connections).toHaveLength(2);
    cut();
    expect(await door.takeBack(first.scanId)).toBe(true);
    door.close();
  });

  test('and the browser says so: the next guest is decided over a new connection', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    expect((await door.decide(wish(token), null))?.verdict).toBe('accepted');
    const lost = connections[0];
    if (!lost) throw new Error('it was not opened');
    forceCloseDatabase(lost as never);
    const asked = new Set<IDBDatabase>();
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      asked.add(this);
      return transaction.apply(this, args);
    };
    expect((await door.decide(wish(token), null))?.verdict).toBe('already_used');
    expect(connections).toHaveLength(2);
    expect([...asked]).toEqual([connections[1]]);
    door.close();
  });

  test('for good: the phone says that it cannot decide, undoing does not fail, and it comes back', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    const first = wish(token);
    await door.decide(first, null);
    cut();
    const openAnew = indexedDB.open;
    indexedDB.open = () => {
      throw new DOMException('Connection to the server lost', 'UnknownError');
    };
    expect(await door.recall(wish(token))).toBeNull();
    expect(door.state().isArmed).toBe(false);
    expect(await door.decide(wish(token), null)).toBeNull();
    expect(await door.takeBack(first.scanId)).toBe(false);
    indexedDB.open = openAnew;
    expect((await door.recall(wish(token)))?.verdict).toBe('already_used');
    expect(door.state().isArmed).toBe(true);
    door.close();
  });

  test('and hangs: nobody waits for it, and it is opened anew', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    await door.recall(wish('https://example.org'));
    cut();
    const openAnew = indexedDB.open;
    indexedDB.open = () => new IDBOpenDBRequest();
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const answered: unknown[] = [];
    for (const asked of [door.recall(wish(token)), door.decide(wish(token), null)])
      asked.then((answer) => answered.push(answer));
    await jest.advanceTimersByTimeAsync(500);
    expect(answered).toEqual([null, null]);
    await jest.advanceTimersByTimeAsync(4_500);
    expect(door.state().isArmed).toBe(false);
    jest.useRealTimers();
    indexedDB.open = openAnew;
    expect((await door.decide(wish(token), null))?.verdict).toBe('accepted');
    expect(door.state().isArmed).toBe(true);
    door.close();
  });

  test('and hangs: what it was about to write is not written later', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    await door.recall(wish('https://example.org'));
    let isHeld = true;
    const holding = store.transaction('waiting', 'readwrite');
    const hang = async () => {
      while (isHeld) await holding.store.count();
    };
    const held = hang();
    const writing = new Promise<void>((resolve) => {
      IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
        if (args[1] === 'readwrite') setImmediate(resolve);
        return transaction.apply(this, args);
      };
    });
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const deciding = door.decide(wish(token), null);
    await writing;
    await jest.advanceTimersByTimeAsync(500);
    expect(await deciding).toBeNull();
    jest.useRealTimers();
    isHeld = false;
    await held;
    expect(await store.count('waiting')).toBe(0);
    expect(await store.count('admissions')).toBe(0);
    door.close();
  });
});

describe('what a phone remembers of a ticket', () => {
  const telling = { ...serving() } as unknown as DoorApi;

  test('let in before it was on the list and not told: it is not let in again once it is', async () => {
    const { row, token } = issue();
    await hold();
    const door = createOfflineDoor({ api: telling, eventId });
    expect(await door.decide(wish(token), null)).toMatchObject({
      verdict: 'accepted',
      isOnList: false,
    });
    await hold(row);
    expect((await door.recall(wish(token)))?.verdict).toBe('already_used');
    door.close();
  });

  test('another tab let it in and has not told: this one knows', async () => {
    const { row, token } = issue();
    await hold(row);
    const [here, there] = [telling, telling].map((api) => createOfflineDoor({ api, eventId }));
    if (!here || !there) throw new Error('two tabs');
    expect(await here.recall(wish(token))).toBeNull();
    await there.decide(wish(token), null);
    expect((await here.recall(wish(token)))?.verdict).toBe('already_used');
    here.close();
    there.close();
  });

  test('while another tab tells of it, it is not taken back here: that is the service’s then', async () => {
    const { row, token } = issue();
    await hold(row);
    const one = wish(token);
    const here = createOfflineDoor({ api: telling, eventId });
    let taking: Promise<boolean> | undefined;
    const isWaiting = async () => {
      const { pending = [] } = await navigator.locks.query();
      return pending.some(({ name }) => name === `foyer.door.${eventId}`);
    };
    const tellOffline: DoorApi['tellOffline'] = async (scans) => {
      let isTaken = false;
      taking = here.takeBack(one.scanId).finally(() => {
        isTaken = true;
      });
      while (!isTaken && !(await isWaiting())) await new Promise(setImmediate);
      return { ok: true, data: scans.map(({ scanId }) => ({ scanId, outcome: 'recorded' })) };
    };
    const api = { ...serving(), tellOffline } as unknown as DoorApi;
    const there = createOfflineDoor({ api, eventId });
    await there.decide(one, null);
    await there.reached({ serverTime: new Date().toISOString() } as never);
    expect(await taking).toBe(false);
    expect(await store.count('waiting')).toBe(0);
    here.close();
    there.close();
  });

  test('taken back at the service it admits again, also where it is not on the list', async () => {
    const { token } = issue();
    await hold();
    const door = createOfflineDoor({ api: telling, eventId });
    const first = wish(token);
    await door.decide(first, null);
    // Told, and so the service's to take back.
    await store.clear('waiting');
    expect(await door.takeBack(first.scanId)).toBe(false);
    await door.takenBack(first.scanId);
    expect((await door.decide(wish(token), null))?.verdict).toBe('accepted');
    door.close();
  });

  test('what only it knows is written so that a dead battery does not lose it', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = createOfflineDoor({ api: telling, eventId });
    const { transaction } = IDBDatabase.prototype;
    const written: unknown[] = [];
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, names, mode, options) {
      if (mode === 'readwrite' && [names].flat().includes('waiting'))
        written.push(options?.durability);
      return transaction.call(this, names, mode, options);
    };
    try {
      const one = wish(token);
      await door.decide(one, null);
      await door.takeBack(one.scanId);
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
    expect(written).toEqual(['strict', 'strict']);
    door.close();
  });
});

describe('a phone that goes to another event', () => {
  test('keeps what it has not told, and of the rest nothing', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = createOfflineDoor({ api: serving() as unknown as DoorApi, eventId });
    await door.decide(wish(token), null);
    door.close();
    expect(await countWaiting(eventId)).toBe(1);
    await leaveStore(eventId);
    expect(await store.count('waiting')).toBe(1);
    expect(await store.count('tickets')).toBe(0);
    expect(await store.count('admissions')).toBe(0);
    await store.clear('waiting');
    await leaveStore(eventId);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(
      `foyer.door.${eventId}`,
    );
  });

  test('does not wait for a tab that holds the storage', async () => {
    const holding = indexedDB.open(`foyer.door.${eventId}`);
    await new Promise((resolve) => {
      holding.onsuccess = resolve;
    });
    await deleteStore(eventId);
    holding.result.close();
  });
});
