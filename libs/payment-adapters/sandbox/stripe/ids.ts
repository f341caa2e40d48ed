import { randomUUID } from 'node:crypto';

/** Up to 60 characters. From UUIDs, because Node draws those in advance and many at a time. */
export function newId(prefix: string, length: number): string {
  return prefix + (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, length);
}

/** Stripe's times are whole seconds. */
export const now = () => Math.floor(Date.now() / 1000);
