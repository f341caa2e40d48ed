import { ApiError } from './api-error.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id out of a path. One that cannot be any is answered like one that is not there. */
export function readId(value: unknown, what: string): string {
  const id = String(value).toLowerCase();
  if (!uuid.test(id)) throw new ApiError(404, 'NOT_FOUND', `There is no such ${what}.`);
  return id;
}
