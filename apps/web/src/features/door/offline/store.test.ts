import type { DoorApi } from '../door-api.ts';
import { createOfflineDoor } from './offline-door.ts';
import { countWaiting, deleteStore, leaveStore } from './store.ts';
import { decided, type Phone, phoneForEachTest, serving, wish } from './test/phone.ts';

let eventId: Phone['eventId'];
let store: Phone['store'];
let issue: Phone['issue'];
let hold: Phone['hold'];
phoneForEachTest((phone) => {
  ({ eventId, store, issue, hold } = phone);
});

describe('a phone that goes to another event', () => {
  test('keeps what it has not told, and of the rest nothing', async () => {
    const { row, token } = issue();
    await hold(row);
    const door = createOfflineDoor({ api: serving() as unknown as DoorApi, eventId });
    await decided(door, wish(token));
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
