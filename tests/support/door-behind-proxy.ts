import {
  createTestDatabase,
  insertEvent,
  type SignedTicket,
  sellTickets,
  type TestEvent,
  until,
} from '@foyer/testing';
import {
  FOYER_SECRET,
  openDoor,
  type TestDevice,
  type TestDoor,
} from '../../apps/checkin/test/door.ts';
import { type ChaosProxy, startChaosProxy, through } from './chaos-proxy.ts';
import { checkDatabase, doorDiffers, holdAfterEach } from './invariants.ts';

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

/**
 * The check-in service, on a line to the database that can be cut: open from before the first test to after the
 * last. After each the line is whole again, and the invariants hold.
 */
export function useDoorBehindProxy(isReady: (opened: DoorBehindProxy) => void): void {
  let close = async () => {};
  let check = async (): Promise<string[]> => [];
  let proxy: ChaosProxy | undefined;
  beforeAll(async () => {
    const db = await createTestDatabase();
    const line = await startChaosProxy(Number(new URL(db.urls.checkin).port));
    const door = await openDoor({
      db,
      variables: { CHECKIN_DATABASE_URL: through(line, db.urls.checkin) },
    });
    proxy = line;
    check = () => checkDoor(door);
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
        // A connection that the line cut in the test before may be found out only now.
        for (let i = 0; i < deviceCount; i++) devices.push(await until(() => door.pair(event)));
        return { event, devices, tickets };
      },
    });
  });
  afterEach(() => proxy?.set({}));
  holdAfterEach(() => check());
  afterAll(() => close());
}

/** What must hold once the door has recorded everything. */
export const checkDoor = async ({ db, env }: TestDoor): Promise<string[]> => [
  ...(await checkDatabase(db.pools.admin)),
  ...(await doorDiffers(db.pools.admin, env.CHECKIN_REDIS_URL)),
];
