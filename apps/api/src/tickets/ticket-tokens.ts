import type { KeyObject } from 'node:crypto';
import { type Claims, loadEventKey } from '@foyer/db';
import { importPrivateKey, signTicket } from '@foyer/ticket-token';
import type pg from 'pg';

/** One QR payload per ticket id, in order; null for a ticket that is not the caller's own or not valid. */
export type TicketTokens = (
  caller: Claims,
  ticketIds: readonly string[],
) => Promise<(string | null)[]>;

/** An installation has few events on sale at a time; keys never change once made. */
const maxCachedKeys = 500;

/** Signs the QR codes of a holder's tickets: one query for the secrets, one per event key not seen before. */
export function createTicketTokens(pool: pg.Pool, secret: string): TicketTokens {
  const keys = new Map<string, { keyId: number; privateKey: KeyObject }>();

  async function keyOf(eventId: string) {
    const known = keys.get(eventId);
    if (known) return known;
    const { keyId, privateKey } = await loadEventKey(pool, secret, eventId);
    const key = { keyId, privateKey: importPrivateKey(privateKey) };
    if (keys.size >= maxCachedKeys) keys.delete(keys.keys().next().value ?? '');
    keys.set(eventId, key);
    return key;
  }

  return async (caller, ticketIds) => {
    const { rows } = await pool.query<{
      ticket_id: string;
      event_id: string;
      secret: Buffer;
      version: number;
      valid_from: Date;
      valid_until: Date;
    }>('select * from app_private.ticket_token_parts($1, $2, $3)', [
      ticketIds,
      caller.userId ?? null,
      caller.registrationId ?? null,
    ]);
    const tokens = new Map<string, string>();
    for (const row of rows) {
      const { keyId, privateKey } = await keyOf(row.event_id);
      const payload = {
        secret: row.secret,
        eventId: row.event_id,
        validFrom: row.valid_from,
        validUntil: row.valid_until,
        version: row.version,
        keyId,
      };
      tokens.set(row.ticket_id, signTicket(payload, privateKey));
    }
    return ticketIds.map((id) => tokens.get(id) ?? null);
  };
}
