import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeBase32, encodeBase32 } from '../src/base32.ts';
import {
  decodeToken,
  exportPrivateKey,
  exportPublicKey,
  generateEventKey,
  importPrivateKey,
  importPublicKey,
  isSignedBy,
  keyIdOf,
  signTicket,
  type TicketPayload,
  TOKEN_LENGTH,
  validityAt,
  verifyTicket,
} from '../src/index.ts';

const eventId = '01890a5d-ac96-774b-bcce-b302099a8057';
const key = generateEventKey();
const keyOf = (event: string, keyId: string) =>
  event === eventId && keyId === key.keyId ? key.publicKey : undefined;

const ticket: TicketPayload = {
  secret: new Uint8Array(randomBytes(16)),
  eventId,
  validFrom: new Date('2026-05-01T08:00:00Z'),
  validUntil: new Date('2026-05-02T08:00:00Z'),
  version: 1,
  keyId: key.keyId,
};
const token = signTicket(ticket, key.privateKey);

const seconds = fc.integer({ min: 0, max: 0xffffffff }).map((s) => new Date(s * 1000));
const anyTicket = fc.record({
  secret: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  eventId: fc.uuid(),
  validFrom: seconds,
  validUntil: seconds,
  version: fc.integer({ min: 0, max: 0xffff }),
  keyId: fc.constant(key.keyId),
});

describe('a ticket token', () => {
  test('gives back what was signed', () => {
    fc.assert(
      fc.property(anyTicket, (payload) => {
        const verification = verifyTicket(signTicket(payload, key.privateKey), () => key.publicKey);
        expect(verification).toEqual({ outcome: 'valid', ticket: payload });
      }),
    );
  });

  test('is the same text each time it is made', () => {
    expect(signTicket(ticket, key.privateKey)).toBe(token);
  });

  test('fits the alphanumeric mode of QR version 7 at level M, 178 characters', () => {
    expect(token).toMatch(/^F1[0-9A-Z]+$/);
    expect(token).toHaveLength(178);
    expect(TOKEN_LENGTH).toBe(178);
  });

  test('is refused after the flip of any one of its bits', () => {
    const bytes = decodeBase32(token.slice(2)) ?? new Uint8Array();
    expect(bytes).toHaveLength(110);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // Any event may ask for the key here, so that only the signature stands in the way.
      const { outcome } = verifyTicket(`F1${encodeBase32(flipped)}`, () => key.publicKey);
      expect(outcome).toBe('bad_signature');
    }
  });

  test('is refused after the change of any character', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: token.length - 1 }),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $é'),
        (at, char) => {
          fc.pre(token[at] !== char);
          const changed = token.slice(0, at) + char + token.slice(at + 1);
          expect(verifyTicket(changed, () => key.publicKey).outcome).not.toBe('valid');
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is refused when truncated or extended anywhere', () => {
    for (let length = 0; length < token.length; length++) {
      expect(verifyTicket(token.slice(0, length), keyOf).outcome).toBe('malformed');
    }
    expect(verifyTicket(`${token}0`, keyOf).outcome).toBe('malformed');
  });

  test('is refused when another event’s key signed it', () => {
    const other = generateEventKey();
    const forged = signTicket({ ...ticket, keyId: other.keyId }, other.privateKey);
    expect(verifyTicket(forged, keyOf)).toEqual({
      outcome: 'unknown_key',
      eventId,
      keyId: other.keyId,
    });
    const disguised = signTicket(ticket, other.privateKey);
    expect(verifyTicket(disguised, keyOf).outcome).toBe('bad_signature');
  });

  test('is read in lower case too, as a scanner under caps lock types it', () => {
    expect(verifyTicket(token.toLowerCase(), keyOf).outcome).toBe('valid');
  });

  test('never throws on foreign text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => {
        expect(verifyTicket(text, keyOf).outcome).toBe('malformed');
      }),
    );
  });

  test('can be verified off the event loop', async () => {
    const decoded = decodeToken(token);
    if (decoded === null) throw new Error('not decoded');
    await expect(isSignedBy(decoded, key.publicKey)).resolves.toBe(true);
    await expect(isSignedBy(decoded, generateEventKey().publicKey)).resolves.toBe(false);
  });

  test('refuses to be made of impossible parts', () => {
    const make = (overrides: Partial<TicketPayload>) => () =>
      signTicket({ ...ticket, ...overrides }, key.privateKey);
    expect(make({ secret: new Uint8Array(15) })).toThrow(RangeError);
    expect(make({ eventId: 'nonsense' })).toThrow(RangeError);
    expect(make({ version: 65_536 })).toThrow(RangeError);
    expect(make({ version: 1.5 })).toThrow(RangeError);
    expect(make({ validUntil: new Date('2200-01-01') })).toThrow(RangeError);
    expect(make({ validFrom: new Date(Number.NaN) })).toThrow(RangeError);
  });
});

describe('base32', () => {
  test('round-trips any bytes and has one text for each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
    expect(decodeBase32('01')).toBeNull();
    expect(decodeBase32('0')).toBeNull();
  });
});

describe('an event key', () => {
  test('survives export and import', () => {
    const again = importPrivateKey(exportPrivateKey(key.privateKey));
    expect(again.keyId).toBe(key.keyId);
    expect(signTicket(ticket, again.privateKey)).toBe(token);
    const publicKey = importPublicKey(exportPublicKey(key.publicKey));
    expect(keyIdOf(publicKey)).toBe(key.keyId);
    expect(verifyTicket(token, () => publicKey).outcome).toBe('valid');
    expect(exportPublicKey(key.publicKey)).toHaveLength(32);
  });
});

describe('validity', () => {
  test('begins with its first instant and ends before its last', () => {
    expect(validityAt(ticket, new Date('2026-05-01T07:59:59.999Z'))).toBe('not_yet_valid');
    expect(validityAt(ticket, new Date('2026-05-01T08:00:00Z'))).toBe('valid');
    expect(validityAt(ticket, new Date('2026-05-02T07:59:59.999Z'))).toBe('valid');
    expect(validityAt(ticket, new Date('2026-05-02T08:00:00Z'))).toBe('expired');
  });
});
