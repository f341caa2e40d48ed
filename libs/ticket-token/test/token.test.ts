import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decodeBase32, encodeBase32 } from '../src/base32.ts';
import {
  decodeToken,
  generateEventKey,
  importPrivateKey,
  importPublicKey,
  isSignedBy,
  signTicket,
  type TicketPayload,
  TOKEN_LENGTH,
  validityAt,
  verifyTicket,
} from '../src/index.ts';

const eventId = '01890a5d-ac96-774b-bcce-b302099a8057';
const bytes = generateEventKey();
const key = {
  privateKey: importPrivateKey(bytes.privateKey),
  publicKey: importPublicKey(bytes.publicKey),
};
const keyOf = (event: string, keyId: number) =>
  event === eventId && keyId === 1 ? key.publicKey : undefined;

const ticket: TicketPayload = {
  secret: new Uint8Array(randomBytes(16)),
  eventId,
  validFrom: new Date('2026-05-01T08:00:00Z'),
  validUntil: new Date('2026-05-02T08:00:00Z'),
  version: 1,
  keyId: 1,
};
const token = signTicket(ticket, key.privateKey);

const seconds = fc.integer({ min: 0, max: 0xffffffff }).map((s) => new Date(s * 1000));
const anyTicket = fc.record({
  secret: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  eventId: fc.uuid(),
  validFrom: seconds,
  validUntil: seconds,
  version: fc.integer({ min: 0, max: 0xffff }),
  keyId: fc.integer({ min: 0, max: 0xffff }),
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

  test('fits the alphanumeric mode of QR version 7 at level M, 175 characters', () => {
    expect(token).toMatch(/^F1[0-9A-Z]+$/);
    expect(token).toHaveLength(175);
    expect(TOKEN_LENGTH).toBe(175);
  });

  test('is refused after the flip of any one of its bits', () => {
    const original = decodeBase32(token.slice(2)) ?? new Uint8Array();
    expect(original).toHaveLength(108);
    for (let bit = 0; bit < original.length * 8; bit++) {
      const flipped = original.slice();
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
    const other = importPrivateKey(generateEventKey().privateKey);
    const forged = signTicket({ ...ticket, keyId: 2 }, other);
    expect(verifyTicket(forged, keyOf)).toEqual({ outcome: 'unknown_key', eventId, keyId: 2 });
    const disguised = signTicket(ticket, other);
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
    const other = importPublicKey(generateEventKey().publicKey);
    await expect(isSignedBy(decoded, other)).resolves.toBe(false);
  });

  test('refuses to be made of impossible parts', () => {
    const make = (overrides: Partial<TicketPayload>) => () =>
      signTicket({ ...ticket, ...overrides }, key.privateKey);
    expect(make({ secret: new Uint8Array(15) })).toThrow(RangeError);
    expect(make({ eventId: 'nonsense' })).toThrow(RangeError);
    expect(make({ version: 65_536 })).toThrow(RangeError);
    expect(make({ version: 1.5 })).toThrow(RangeError);
    expect(make({ keyId: -1 })).toThrow(RangeError);
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
  test('survives storage as bytes', () => {
    expect(bytes.publicKey).toHaveLength(32);
    const again = importPrivateKey(Uint8Array.from(bytes.privateKey));
    expect(signTicket(ticket, again)).toBe(token);
    const publicKey = importPublicKey(Uint8Array.from(bytes.publicKey));
    expect(verifyTicket(token, () => publicKey).outcome).toBe('valid');
  });

  test('is refused when it is of another kind', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(() => importPrivateKey(der)).toThrow(RangeError);
    expect(() => importPublicKey(new Uint8Array(31))).toThrow(RangeError);
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
