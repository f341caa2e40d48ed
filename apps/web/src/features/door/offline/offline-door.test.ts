import { randomUUID } from 'node:crypto';
import type { DoorApi, WaitingScan } from '../door-api.ts';
import { createOfflineDoor } from './offline-door.ts';
import { decided, HOUR, type Phone, phoneForEachTest, serving, wish } from './test/phone.ts';

let eventId: Phone['eventId'];
let store: Phone['store'];
let issue: Phone['issue'];
let hold: Phone['hold'];
phoneForEachTest((phone) => {
  ({ eventId, store, issue, hold } = phone);
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
    expect((await decided(door, first, 'North')).verdict).toBe('accepted');
    expect(await decided(door, second)).toMatchObject({
      verdict: 'already_used',
      answer: { firstUse: { gateName: 'North' } },
    });
    expect(await door.takeBack(first.scanId)).toBe(true);
    expect(await door.takeBack(randomUUID())).toBe(false);
    expect((await decided(door, third)).verdict).toBe('accepted');
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
    await decided(door, first, 'North');
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
    expect((await decided(door, wish(token))).verdict).toBe('expired');
    door.close();
  });
});

describe('what a phone remembers of a ticket', () => {
  const telling = { ...serving() } as unknown as DoorApi;

  test('let in before it was on the list and not told: it is not let in again once it is', async () => {
    const { row, token } = issue();
    await hold();
    const door = createOfflineDoor({ api: telling, eventId });
    expect(await decided(door, wish(token))).toMatchObject({
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
    await decided(there, wish(token));
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
    await decided(there, one);
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
    await decided(door, first);
    // Told, and so the service's to take back.
    await store.clear('waiting');
    expect(await door.takeBack(first.scanId)).toBe(false);
    await door.takenBack(first.scanId);
    expect((await decided(door, wish(token))).verdict).toBe('accepted');
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
      await decided(door, one);
      await door.takeBack(one.scanId);
    } finally {
      IDBDatabase.prototype.transaction = transaction;
    }
    expect(written).toEqual(['strict', 'strict']);
    door.close();
  });
});
