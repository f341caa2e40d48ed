import { randomUUID } from 'node:crypto';

export const requestIdHeader = 'x-request-id';

/** What another service may hand us as an id: short, printable, harmless in a log and in SQL settings. */
const acceptable = /^[A-Za-z0-9._:-]{8,64}$/;

/** Keeps the caller's id when it is usable (so one id follows a request through all services), else makes one. */
export function requestId(incoming?: string | string[]): string {
  return typeof incoming === 'string' && acceptable.test(incoming) ? incoming : randomUUID();
}
