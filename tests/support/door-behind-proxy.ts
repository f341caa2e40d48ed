import {
  createTestDatabase,
  insertEvent,
  type SignedTicket,
  sellTickets,
  type TestEvent,
} from '@foyer/testing';
import {
  FOYER_SECRET,
  openDoor,
  type TestDevice,
  type TestDoor,
} from '../../apps/checkin/test/door.ts';
import { type ChaosProxy, startChaosProxy, through } from './chaos-proxy.ts';

/** An event that is on now, phones that may scan there, and tickets for it. */
export type Scene = { event: TestEvent; devices: TestDevice[]; tickets: SignedTicket[] };

export interface DoorBehindProxy {
  door: TestDoor;
  /** On its way to the database; the tests have ways of their own. */
  proxy: ChaosProxy;
  /** Of its two processes. */
  urls: string[];
  prepare(ticketCount: number, deviceCount: number): Promise<Scene>;
}

/** The check-in service, on a line to the database that can be cut: open from before the first test to after the last. */
export function useDoorBehindProxy(isReady: (opened: DoorBehindProxy) => void): void {
  let close = async () => {};
  let proxy: ChaosProxy | undefined;
  beforeAll(async () => {
    const db = await createTestDatabase();
    const line = await startChaosProxy(Number(new URL(db.urls.checkin).port));
    const door = await openDoor({
      db,
      variables: { CHECKIN_DATABASE_URL: through(line, db.urls.checkin) },
    });
    proxy = line;
    close = async () => {
      await door.close();
      await line.close();
      await db.close();
    };
    isReady({
      door,
      proxy: line,
      urls: [door.url, (await door.startServer()).url],
      async prepare(ticketCount, deviceCount) {
        const event = await insertEvent(door.db.pools.admin, {
          orgId: door.organization.id,
          startsAt: new Date(Date.now() - 3_600_000),
          quotas: { event: ticketCount },
        });
        const tickets = await sellTickets(door.db.pools.admin, event, ticketCount, FOYER_SECRET);
        const devices = [];
        for (let i = 0; i < deviceCount; i++) devices.push(await door.pair(event));
        return { event, devices, tickets };
      },
    });
  });
  afterEach(() => proxy?.set({}));
  afterAll(() => close());
}
