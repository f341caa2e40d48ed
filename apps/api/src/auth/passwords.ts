import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id as OWASP's password storage sheet asks for at least (19 MiB, 2 passes, 1 lane). The hashing
 * runs on libuv's threads, so the event loop keeps serving.
 */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const passwordLength = { min: 10, max: 200 };

/** The same password typed on another keyboard may be composed of other code points. */
const normalized = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalized(password), cost);

/** What an unknown account is compared with: refusing it takes as long as refusing a wrong password. */
const nobodysHash = hashPassword(randomBytes(32).toString('base64'));

/** False for a wrong password and, after the same work, when there is no hash to compare with. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const matches = await verify(stored ?? (await nobodysHash), normalized(password));
  return matches && stored !== null;
}
