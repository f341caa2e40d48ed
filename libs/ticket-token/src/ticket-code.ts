import { CROCKFORD } from './base32.ts';

/** Characters of a ticket code: 50 bits, printed under the QR code for when no camera helps. */
export const CODE_LENGTH = 10;

const CODE = new RegExp(`^[${CROCKFORD}]{${CODE_LENGTH}}$`);

/**
 * Reads a code as people type it: any case, with dashes or spaces anywhere, O for 0, I or L for 1.
 * Null when it cannot be one.
 */
export function normalizeTicketCode(typed: string): string | null {
  // A limit before the work: nothing that long is a code, however many dashes it has.
  if (typed.length > 64) return null;
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Dash_Punctuation}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return CODE.test(code) ? code : null;
}

/** `7K3F9QX2MA` is shown as `7K3F9-QX2MA`. */
export function formatTicketCode(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}
