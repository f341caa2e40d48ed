import { randomUUID } from 'node:crypto';
import { insertEvent, insertOrganization, insertUser } from '@foyer/testing';
import { createAccessTokens } from '../../../apps/api/src/auth/access-tokens.ts';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';

/** An event on sale, with as many tickets as nobody will ever buy unless said otherwise. */
export async function eventOnSale({ admin }: System, capacity = 10_000_000) {
  const { id: orgId } = await insertOrganization(admin);
  return await insertEvent(admin, { orgId, quotas: { event: capacity } });
}

/** The access token of a user who exists, as signing in gives. */
export async function signIn({ admin, plan, secrets }: System): Promise<string> {
  const user = await insertUser(admin);
  return createAccessTokens({
    privateKeys: secrets.jwtPrivateKey,
    issuer: plan.publicUrls.api,
  }).sign({ userId: user.id, signInId: randomUUID() });
}

/** The bytes of reserveTickets requests that differ in their idempotency key alone. */
export function reserveRequest(options: {
  port: number;
  token: string;
  eventId: string;
  ticketTypeId: string;
  quantity?: number;
}): () => Buffer {
  const key = randomUUID();
  const body = JSON.stringify({
    query:
      'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId registrationToken expiresAt totalMinor currency } }',
    variables: {
      input: {
        eventId: options.eventId,
        lines: [{ ticketTypeId: options.ticketTypeId, quantity: options.quantity ?? 1 }],
        idempotencyKey: key,
      },
    },
  });
  const [before = '', after = ''] =
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${options.port}\r\ncontent-type: application/json\r\nauthorization: Bearer ${options.token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`.split(
      key,
    );
  return () => Buffer.from(before + randomUUID() + after, 'latin1');
}

/** The registration that an answer of `reserveRequest` tells of; null for a refusal. */
export function heldRegistration(answer: string): string | null {
  const at = answer.indexOf('"registrationId":"');
  return at < 0 ? null : answer.slice(at + 18, at + 54);
}

/**
 * Nothing that was acknowledged is missing, counters say what the rows say, every registration left its
 * line in the audit log, the chain over it holds, and no outbox row is stuck.
 * @returns "ok", or the first thing that is wrong
 */
export async function checkSales(
  { admin }: System,
  eventId: string,
  acknowledged: ReadonlySet<string>,
): Promise<string> {
  const { rows } = await admin.query(
    `select q.held_count + q.sold_count as counted, q.capacity,
       (select coalesce(sum(i.quantity), 0)::int from app_public.registrations r
          join app_public.registration_items i on i.registration_id = r.id
        where r.event_id = q.event_id and r.status in ('pending', 'confirmed')) as ordered,
       (select count(*)::int from app_public.registrations r where r.event_id = q.event_id
          and not exists (select from app_public.audit_logs a where a.record_id = r.id and a.action = 'insert')) as unaudited
     from app_public.quotas q where q.event_id = $1`,
    [eventId],
  );
  const [row] = rows;
  if (row.counted !== row.ordered) return `counter ${row.counted}, rows ${row.ordered}`;
  if (row.counted > row.capacity) return `${row.counted} of ${row.capacity} tickets are taken`;
  if (row.unaudited > 0) return `${row.unaudited} registrations without an audit row`;
  const { rows: found } = await admin.query(
    'select count(*)::int as n from app_public.registrations where event_id = $1 and id = any ($2)',
    [eventId, [...acknowledged]],
  );
  if (found[0].n !== acknowledged.size)
    return `${acknowledged.size - found[0].n} acknowledged, not stored`;
  await admin.query('select app_private.seal_audit()');
  const { rows: seals } = await admin.query(
    'select bool_and(is_intact) as intact from app_private.verify_audit()',
  );
  return seals[0].intact ? 'ok' : 'the audit chain is broken';
}
