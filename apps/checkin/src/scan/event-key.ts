import type { KeyObject } from 'node:crypto';
import { type DecodedTicket, importPublicKey, isSignedBy } from '@foyer/ticket-token';
import type { Door } from '../door.ts';
import { eventKeys } from '../redis/keys.ts';

export type SignatureCheck = (
  ticket: DecodedTicket,
) => Promise<'genuine' | 'forged' | 'no_such_key'>;

/** Checks signatures with the public keys that the sync keeps in Redis; each is imported once. */
export function createSignatureCheck(door: Door): SignatureCheck {
  const imported = new Map<string, KeyObject>();

  async function publicKey(eventId: string, keyId: number): Promise<KeyObject | null> {
    const name = `${eventId}:${keyId}`;
    const present = imported.get(name);
    if (present) return present;
    const [id, raw] = await door.redis.redis.hmget(eventKeys(eventId).event, 'keyId', 'publicKey');
    if (!raw || id !== String(keyId)) return null;
    const key = importPublicKey(Buffer.from(raw, 'base64'));
    imported.set(name, key);
    return key;
  }

  return async (ticket) => {
    const key = await publicKey(ticket.payload.eventId, ticket.payload.keyId);
    if (key === null) return 'no_such_key';
    return (await isSignedBy(ticket, key)) ? 'genuine' : 'forged';
  };
}
