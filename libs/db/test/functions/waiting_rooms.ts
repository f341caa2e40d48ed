import { randomUUID } from 'node:crypto';
import {
  inRollback,
  insertEvent,
  insertOrganization,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';

type Joined = { outcome: string; place?: string; number?: number; sqlState?: string };
type Claimed = { outcome: string; admission?: string; until?: string };

export type EventWork = (client: pg.PoolClient, event: TestEvent) => Promise<void>;
export type EventOptions = Partial<Parameters<typeof insertEvent>[1]>;

/** An event whose waiting room opens by itself; nothing of it stays. */
export const withEventIn = (db: TestDatabase, work: EventWork, options: EventOptions = {}) =>
  inRollback(db.pools.admin, async (client) => {
    const { id: orgId } = await insertOrganization(client);
    await work(client, await insertEvent(client, { orgId, waitingRoom: 'auto', ...options }));
  });

/** One admission a second, open from now on. */
export const openRoom = (
  client: pg.PoolClient,
  event: TestEvent,
  settings: Record<string, unknown> = {},
) => {
  const row = {
    mode: 'always',
    admit_per_minute: 60,
    org_id: event.orgId,
    event_id: event.id,
    ...settings,
  };
  const names = Object.keys(row);
  return client.query(
    `insert into app_public.waiting_rooms (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  );
};
export const call = async <T>(
  client: pg.PoolClient,
  sql: string,
  ...values: unknown[]
): Promise<T> => (await client.query(`select ${sql} as result`, values)).rows[0].result;
export const join = (client: pg.PoolClient, requests: Record<string, unknown>[]) =>
  call<Joined[]>(client, 'app_private.join_waiting_room($1::jsonb)', JSON.stringify(requests));
export const visitor = (event: TestEvent, more: Record<string, unknown> = {}) => ({
  eventId: event.id,
  visitorKey: randomUUID(),
  ...more,
});
export const claim = (client: pg.PoolClient, event: TestEvent, place: string | undefined) =>
  call<Claimed>(client, 'app_private.claim_admission($1, $2)', event.id, place);
/** Time passes for the line: its last step was that long ago. */
export const after = async (client: pg.PoolClient, event: TestEvent, seconds: number) => {
  await client.query(
    'update app_private.waiting_lines set advanced_at = clock_timestamp() - make_interval(secs => $2) where event_id = $1',
    [event.id, seconds],
  );
  return call<{ admittedThrough: number; isOpen: boolean; stock: string }[]>(
    client,
    'app_private.advance_waiting_rooms()',
  );
};
