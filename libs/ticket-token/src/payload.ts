import { decodeBase32, encodeBase32 } from './base32.ts';

/**
 * What a QR code carries. Nothing about a person: a secret that only the ticket's holder and the
 * organizer's database know, and what a scanner without a network needs to judge it.
 *
 *   text   F1<base32>           F = Foyer, 1 = this format; 175 characters, QR version 7 at level M
 *   bytes   0  event id      16
 *          16  secret        16  128 random bits; looked up online
 *          32  key id         2  which of the event's keys signed; numbers are big endian
 *          34  valid from     4  seconds since 1970
 *          38  valid until    4  exclusive
 *          42  version        2  of the ticket: a later issue replaces an earlier one
 *          44  signature     64  Ed25519 over DOMAIN + bytes 0..43
 *
 * This file uses no Node module, so that a browser can read a payload too.
 */
export type TicketPayload = {
  /** 16 random bytes. */
  secret: Uint8Array;
  /** UUID of the event. */
  eventId: string;
  validFrom: Date;
  /** Exclusive: at this instant the ticket is no longer valid. */
  validUntil: Date;
  /** 0 to 65535. */
  version: number;
  /** 0 to 65535; counts the keys of one event. */
  keyId: number;
};

export type DecodedTicket = {
  payload: TicketPayload;
  /** The bytes that the signature covers. */
  signed: Uint8Array;
  signature: Uint8Array;
};

export const TOKEN_PREFIX = 'F1';
const BODY_BYTES = 44;
const SIGNATURE_BYTES = 64;
export const TOKEN_LENGTH =
  TOKEN_PREFIX.length + Math.ceil(((BODY_BYTES + SIGNATURE_BYTES) * 8) / 5);

/** Signed in front of the body, so that a signature made for anything else can never be a ticket. */
const DOMAIN = new TextEncoder().encode('foyer-ticket:1:');

export function encodeBody(payload: TicketPayload): Uint8Array {
  if (payload.secret.length !== 16) throw new RangeError('a ticket secret has 16 bytes');
  const body = new Uint8Array(BODY_BYTES);
  const view = new DataView(body.buffer);
  body.set(hexBytes(payload.eventId.replaceAll('-', ''), 16), 0);
  body.set(payload.secret, 16);
  view.setUint16(32, uint16('a key id', payload.keyId));
  view.setUint32(34, epochSeconds(payload.validFrom));
  view.setUint32(38, epochSeconds(payload.validUntil));
  view.setUint16(42, uint16('a ticket version', payload.version));
  return body;
}

export function toSign(body: Uint8Array): Uint8Array {
  const signed = new Uint8Array(DOMAIN.length + body.length);
  signed.set(DOMAIN);
  signed.set(body, DOMAIN.length);
  return signed;
}

export function encodeToken(body: Uint8Array, signature: Uint8Array): string {
  const bytes = new Uint8Array(BODY_BYTES + SIGNATURE_BYTES);
  bytes.set(body);
  bytes.set(signature, BODY_BYTES);
  return TOKEN_PREFIX + encodeBase32(bytes);
}

/** Whether a scanned text claims to be one of our tokens; says nothing about its truth. */
export function looksLikeToken(text: string): boolean {
  return text.length > 20 && text.slice(0, TOKEN_PREFIX.length).toUpperCase() === TOKEN_PREFIX;
}

/**
 * Reads a token without checking its signature. Lower case is taken as well, because a wedge
 * scanner under caps lock types it so. Null when the text is not a token of this format.
 */
export function decodeToken(text: string): DecodedTicket | null {
  if (text.length !== TOKEN_LENGTH) return null;
  const token = text.toUpperCase();
  if (!token.startsWith(TOKEN_PREFIX)) return null;
  const bytes = decodeBase32(token.slice(TOKEN_PREFIX.length));
  if (bytes === null) return null;
  const body = bytes.subarray(0, BODY_BYTES);
  const view = new DataView(bytes.buffer);
  return {
    payload: {
      eventId: uuid(body.subarray(0, 16)),
      secret: body.slice(16, 32),
      keyId: view.getUint16(32),
      validFrom: new Date(view.getUint32(34) * 1000),
      validUntil: new Date(view.getUint32(38) * 1000),
      version: view.getUint16(42),
    },
    signed: toSign(body),
    signature: bytes.slice(BODY_BYTES),
  };
}

function uint16(what: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 0xffff) return value;
  throw new RangeError(`${what} is an integer from 0 to 65535`);
}

function epochSeconds(date: Date): number {
  const seconds = Math.floor(date.getTime() / 1000);
  if (!(seconds >= 0 && seconds <= 0xffffffff)) {
    throw new RangeError('a validity lies between 1970 and 2106');
  }
  return seconds;
}

function hexBytes(text: string, length: number): Uint8Array {
  if (!new RegExp(`^[0-9a-f]{${length * 2}}$`, 'i').test(text)) {
    throw new RangeError(`expected ${length} bytes as hex digits`);
  }
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(text.slice(i * 2, i * 2 + 2), 16));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function uuid(bytes: Uint8Array): string {
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
