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

/**
 * The database did not answer, or said that it cannot at the moment: away, starting, full, failed
 * over, waited too long for a lock or a statement. The same request may be sent again; where the
 * connection broke it may have been done, which its idempotency key tells.
 */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return unavailableCode.test(code);
  return typeof message === 'string' && unavailableMessage.test(message);
}

/**
 * SQLSTATE classes 08 connection, 53 resources (disk, memory, connections), 57 operator; 25006 a
 * standby, 25P03 idle in a transaction for too long, 40001 and 40P01 try again, 55P03 lock not to be
 * had, 58030 I/O. Otherwise what the system says of a socket.
 */
const unavailableCode =
  /^(08...|53...|57...|25006|25P03|40001|40P01|55P03|58030|ECONN[A-Z]+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** What `pg` throws without a code. */
const unavailableMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Query read timeout)/;
