import {
  confirm,
  inRollback,
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestDatabase,
  type TestEvent,
} from '@foyer/testing';
import type pg from 'pg';

export type World = { client: pg.PoolClient; orgId: string; ownerId: string; event: TestEvent };
export type Claimed = {
  delivery_id: string;
  attempt: number;
  url: string;
  body: { id: string; type: string; organizationId: string; data: Record<string, unknown> };
  secrets: string[];
  is_failing: boolean;
};

/** An event on sale and the owner of its organization; nothing of it stays. */
export const withEventIn = (db: TestDatabase, work: (world: World) => Promise<void>) =>
  inRollback(db.pools.admin, async (client) => {
    const { id: ownerId } = await insertUser(client);
    const { id: orgId } = await insertOrganization(client, { members: { [ownerId]: 'owner' } });
    await work({ client, orgId, ownerId, event: await insertEvent(client, { orgId }) });
  });

export async function as<T>(
  client: pg.PoolClient,
  userId: string,
  sql: string,
  values: unknown[] = [],
) {
  await client.query(
    `select set_config('role', 'foyer_user', true), set_config('foyer.user_id', $1, true)`,
    [userId],
  );
  const { rows } = await client.query(sql, values);
  await client.query('reset role');
  return rows as T[];
}

export async function endpoint(
  { client, orgId, ownerId }: Pick<World, 'client' | 'orgId' | 'ownerId'>,
  topics = ['registration_confirmed'],
) {
  const [made] = await as<{ id: string; secret: string }>(
    client,
    ownerId,
    `select (m.endpoint).id, m.secret from app_public.create_webhook_endpoint($1, 'CRM', 'https://crm.example/hook', $2) m`,
    [orgId, topics],
  );
  return made as { id: string; secret: string };
}

/** Something to tell, without selling for it. */
export const tell = (client: pg.PoolClient, endpointId: string, count = 1) =>
  client.query(
    `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id)
     select org_id, id, 'endpoint_tested', id from app_public.webhook_endpoints, generate_series(1, $2::int) where id = $1`,
    [endpointId, count],
  );
export const claim = async (client: pg.PoolClient, healthy = 100, failing = 100) =>
  (
    await client.query<Claimed>('select * from app_private.claim_webhooks($1, $2, 30)', [
      healthy,
      failing,
    ])
  ).rows;
export const note = async (
  client: pg.PoolClient,
  { delivery_id, attempt }: Pick<Claimed, 'delivery_id' | 'attempt'>,
  answer: { status?: number; failure?: string; retryAfter?: number } = { status: 200 },
) =>
  (
    await client.query<{ outcome: string }>(
      'select app_private.note_webhook_attempt($1, $2, $3, $4, $5) as outcome',
      [delivery_id, attempt, answer.status, answer.failure, answer.retryAfter],
    )
  ).rows[0]?.outcome;
export const deliveryOf = async (client: pg.PoolClient, id: string) =>
  (
    await client.query(
      `select *, extract(epoch from next_attempt_at - clock_timestamp())::float as wait
       from app_public.webhook_deliveries where id = $1`,
      [id],
    )
  ).rows[0];
export const endpointOf = async (client: pg.PoolClient, id: string) =>
  (await client.query('select * from app_public.webhook_endpoints where id = $1', [id])).rows[0];
/** As if so much time had gone by. */
export const later = (client: pg.PoolClient, interval: string) =>
  client.query(
    `with endpoints as (
       update app_public.webhook_endpoints set failing_since = failing_since - $1::interval, paused_until = paused_until - $1::interval)
     update app_public.webhook_deliveries
     set next_attempt_at = next_attempt_at - $1::interval, claimed_until = claimed_until - $1::interval`,
    [interval],
  );
export const first = <T>(rows: T[]): T => {
  if (rows[0] === undefined) throw new Error('nothing was claimed');
  return rows[0];
};

export async function buy(client: pg.PoolClient, event: TestEvent): Promise<string> {
  const { registrationId } = await reserve(client, reservationRequest(event));
  await confirm(client, registrationId);
  return registrationId;
}
