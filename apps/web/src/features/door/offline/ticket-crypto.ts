import type { DecodedTicket } from '@foyer/ticket-token/browser';
import { verifyAsync } from '@noble/ed25519';

/** How the guest list of a phone is found and opened: with the ticket, and not without it. */

export async function hashSecret(secret: Uint8Array): Promise<string> {
  return short(await crypto.subtle.digest('SHA-256', own(secret)));
}

/** Not to be read out again: who holds the phone could try codes out, but not carry the key away. */
export function importCodeKey(base64: string): Promise<CryptoKey> {
  const bytes = fromBase64(base64);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

export async function hashCode(key: CryptoKey, code: string): Promise<string> {
  return short(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(code)));
}

export async function isGenuine(ticket: DecodedTicket, publicKey: string): Promise<boolean> {
  const raw = fromBase64(publicKey);
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch {
    // Browsers before 2025 do not know the curve.
    return await verifyAsync(ticket.signature, ticket.signed, raw).catch(() => false);
  }
  return await crypto.subtle.verify('Ed25519', key, own(ticket.signature), own(ticket.signed));
}

export type ListedGuest = { attendeeName: string; ticketTypeName: string };

/** @returns null when it was sealed under another secret */
export async function openGuest(secret: Uint8Array, sealed: string): Promise<ListedGuest | null> {
  const bytes = fromBase64(sealed);
  try {
    const base = await crypto.subtle.importKey('raw', own(secret), 'HKDF', false, ['deriveKey']);
    const key = await crypto.subtle.deriveKey(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: new Uint8Array(),
        info: new TextEncoder().encode('foyer-offline-guest:1'),
      },
      base,
      { name: 'AES-GCM', length: 256 },
      false,
      ['decrypt'],
    );
    const text = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.slice(0, 12) },
      key,
      bytes.slice(12),
    );
    const [attendeeName, ticketTypeName] = JSON.parse(new TextDecoder().decode(text)) as string[];
    return { attendeeName: attendeeName ?? '', ticketTypeName: ticketTypeName ?? '' };
  } catch {
    return null;
  }
}

/** WebCrypto wants bytes that nobody shares. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const short = (hash: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(hash, 0, 16)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}
