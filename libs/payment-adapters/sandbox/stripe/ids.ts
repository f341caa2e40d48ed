import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Not a key: the modulo's bias towards the first letters harms nothing. */
export function newId(prefix: string, length: number): string {
  return prefix + Array.from(randomBytes(length), (byte) => alphabet[byte % 62]).join('');
}

/** Stripe's times are whole seconds. */
export const now = () => Math.floor(Date.now() / 1000);
