import { type ClientError, errorCodes, type SqlState } from '@foyer/types';

/**
 * Reads a business error that the database raised.
 * @returns what a client may see, or null for anything that must be masked
 */
export function foyerError(error: unknown): ClientError | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code, message, hint } = error as { code: unknown; message: string; hint?: string };
  if (typeof code !== 'string' || !(code in errorCodes)) return null;
  return { code: errorCodes[code as SqlState], message, ...(hint ? { hint } : {}) };
}
