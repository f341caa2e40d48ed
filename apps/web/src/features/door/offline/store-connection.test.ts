import { forceCloseDatabase } from 'fake-indexeddb';
import type { DoorApi } from '../door-api.ts';
import { createOfflineDoor } from './offline-door.ts';
import { decided, type Phone, phoneForEachTest, serving, wish } from './test/phone.ts';

const { jest } = import.meta;
let eventId: Phone['eventId'];
let store: Phone['store'];
let issue: Phone['issue'];
let hold: Phone['hold'];
phoneForEachTest((phone) => {
  ({ eventId, store, issue, hold } = phone);
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
    expect((await decided(door, first)).verdict).toBe('accepted');
    cut();
    expect((await decided(door, wish(token))).verdict).toBe('already_used');
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
    expect((await decided(door, wish(token))).verdict).toBe('accepted');
    const lost = connections[0];
    if (!lost) throw new Error('it was not opened');
    forceCloseDatabase(lost as never);
    const asked = new Set<IDBDatabase>();
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
      asked.add(this);
      return transaction.apply(this, args);
    };
    expect((await decided(door, wish(token))).verdict).toBe('already_used');
    expect(connections).toHaveLength(2);
    expect([...asked]).toEqual([connections[1]]);
    door.close();
  });

  test('for good: the phone says that it cannot decide, undoing does not fail, and it comes back', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = silent();
    const first = wish(token);
    await decided(door, first);
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
    expect((await decided(door, wish(token))).verdict).toBe('accepted');
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
