import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { insertEvent, insertOrganization, signedTickets } from '@foyer/testing';
import { Redis } from 'ioredis';
import { eventKeys } from '../../../apps/checkin/src/redis/keys.ts';
import { newDeviceSecret } from '../../../apps/checkin/src/scan/device-token.ts';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';

export interface DoorEvent {
  id: string;
  orgId: string;
  ticketTypeId: string;
  /** In the order of their ids, as `tokens`. */
  ticketIds: string[];
  /** What their QR codes say. */
  tokens: string[];
  deviceTokens: string[];
}

/**
 * An event whose door is open, with so many sold tickets and paired phones. Rows are written as a
 * restored backup writes them: without triggers, so no audit and no notification per ticket.
 */
export async function eventWithDoor(
  system: System,
  options: { tickets: number; devices: number },
): Promise<DoorEvent> {
  const { admin, secrets } = system;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId,
    startsAt: new Date(Date.now() - 3_600_000),
    quotas: { event: options.tickets },
  });
  const ticketTypeId = event.ticketTypes.Standard ?? '';
  await plantTickets(admin, {
    orgId,
    eventId: event.id,
    ticketTypeId,
    count: options.tickets,
  });
  const deviceTokens = await plantDevices(admin, event, options.devices);
  await admin.query('analyze');

  const tickets = await signedTickets(admin, event.id, secrets.foyerSecret);
  return {
    id: event.id,
    orgId,
    ticketTypeId,
    ticketIds: tickets.map(({ id }) => id),
    tokens: tickets.map(({ token }) => token),
    deviceTokens,
  };
}

/** Confirmed registrations of four tickets each, and the counts that go with them. */
async function plantTickets(
  admin: System['admin'],
  of: { orgId: string; eventId: string; ticketTypeId: string; count: number },
): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(
      `insert into app_public.registrations (org_id, event_id, status, buyer_name, buyer_email, total_minor, currency,
         idempotency_key, request_fingerprint, confirmed_at)
       select $1, $2, 'confirmed', 'Buyer ' || n, 'buyer' || n || '@example.org', 0, 'EUR', gen_random_uuid(), '', now()
       from generate_series(1, ceil($3::int / 4.0)::int) n`,
      [of.orgId, of.eventId, of.count],
    );
    await client.query(
      `with numbered as (
         select r.id, row_number() over () as n from app_public.registrations r where r.event_id = $2)
       insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
       select $1, $2, r.id, $3, 'Guest ' || g, 'guest' || g || '@example.org'
       from generate_series(1, $4::int) g join numbered r on r.n = (g + 3) / 4`,
      [of.orgId, of.eventId, of.ticketTypeId, of.count],
    );
    await client.query(
      `insert into app_public.registration_items (org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
       select $1, $2, registration_id, $3, count(*), 0 from app_public.tickets where event_id = $2 group by registration_id`,
      [of.orgId, of.eventId, of.ticketTypeId],
    );
    await client.query(
      'insert into app_private.ticket_secrets (ticket_id) select id from app_public.tickets where event_id = $1',
      [of.eventId],
    );
    await client.query('update app_public.quotas set sold_count = $2 where event_id = $1', [
      of.eventId,
      of.count,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Paired phones, by their bearer tokens. */
export async function plantDevices(
  admin: System['admin'],
  event: { id: string; orgId: string },
  count: number,
): Promise<string[]> {
  const secrets = Array.from({ length: count }, () => newDeviceSecret());
  await admin.query(
    `with paired as (
       insert into app_public.devices (org_id, event_id, name, paired_at)
       select $1, $2, 'Phone ' || n, now() from generate_series(1, cardinality($3::bytea[])) n returning id),
     numbered as (select id, row_number() over () as n from paired)
     insert into app_private.device_secrets (device_id, token_hash) select id, ($3::bytea[])[n] from numbered`,
    [event.orgId, event.id, secrets.map(({ hash }) => hash)],
  );
  return secrets.map(({ secret }) => `${event.id}.${secret}`);
}

/** @returns milliseconds from the first question until the door answers */
export async function doorIsReady({ plan }: System, event: DoorEvent): Promise<number> {
  const began = performance.now();
  for (;;) {
    const response = await fetch(`${plan.publicUrls.checkin}/event`, {
      headers: { authorization: `Bearer ${event.deviceTokens[0]}` },
    });
    await response.arrayBuffer();
    if (response.status === 200) return performance.now() - began;
    if (response.status !== 503) throw new Error(`the door answers ${response.status}`);
    await sleep(20);
  }
}

/** @returns milliseconds until PostgreSQL has recorded whatever the door decided */
export async function doorIsDrained(redis: Redis, event: DoorEvent): Promise<number> {
  const began = performance.now();
  while ((await redis.xlen(eventKeys(event.id).stream)) > 0) await sleep(20);
  return performance.now() - began;
}

/**
 * Every ticket that the door admitted was admitted once, every decision stands in PostgreSQL once, and
 * Redis says of every ticket what PostgreSQL says.
 * @param admitted the tickets (as positions) that clients were told to let in, each time they were told
 * @param decided how many scans got a verdict
 * @returns "ok", or the first thing that is wrong
 */
export async function checkDoor(
  { admin }: System,
  redis: Redis,
  event: DoorEvent,
  admitted: readonly number[],
  decided: number,
): Promise<string> {
  await doorIsDrained(redis, event);
  const told = new Set(admitted.map((position) => event.ticketIds[position] ?? ''));
  if (told.size !== admitted.length)
    return `${admitted.length - told.size} admissions of tickets that were admitted before`;
  const keys = eventKeys(event.id);
  const { rows } = await admin.query<{ ticket_id: string }>(
    'select ticket_id from app_public.check_ins where event_id = $1 and undone_at is null',
    [event.id],
  );
  const recorded = new Set(rows.map((row) => row.ticket_id));
  if (recorded.size !== rows.length) return 'a ticket has two check-ins';
  const missing = [...told].filter((id) => !recorded.has(id)).length;
  if (missing > 0) return `${missing} admissions are not recorded`;
  if (recorded.size !== told.size)
    return `${recorded.size - told.size} check-ins nobody was told of`;
  const used = await redis.hkeys(keys.uses);
  if (used.length !== recorded.size || used.some((id) => !recorded.has(id)))
    return `Redis has ${used.length} used tickets, PostgreSQL ${recorded.size}`;
  const count = Number(await redis.hget(keys.event, 'admitted'));
  if (count !== recorded.size) return `Redis counts ${count}, PostgreSQL has ${recorded.size}`;
  const { rows: scans } = await admin.query<{ n: number; conflicts: number }>(
    'select count(*)::int as n, count(*) filter (where is_conflict)::int as conflicts from app_public.scans where event_id = $1',
    [event.id],
  );
  if (scans[0]?.n !== decided) return `${decided} scans were answered, ${scans[0]?.n} are recorded`;
  if (scans[0]?.conflicts !== 0) return `${scans[0]?.conflicts} conflicts`;
  const { rows: unaudited } = await admin.query<{ n: number }>(
    `select count(*)::int as n from app_public.check_ins c where c.event_id = $1
       and not exists (select from app_public.audit_logs a where a.org_id = c.org_id and a.record_id = c.id and a.action = 'insert')`,
    [event.id],
  );
  if (unaudited[0]?.n !== 0) return `${unaudited[0]?.n} check-ins without an audit row`;
  if ((await redis.xlen(keys.poison)) > 0) return 'some decisions could not be recorded';
  return 'ok';
}

/** A key that is never sent anywhere: for yardsticks that need some device. */
export const someHash = () => createHash('sha256').update(randomBytes(8)).digest('hex');

/** A connection for as long as `work` takes. */
export async function withRedis<T>(
  url: string,
  work: (redis: Redis) => Promise<T>,
  db = 0,
): Promise<T> {
  const redis = new Redis(url, { db });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
