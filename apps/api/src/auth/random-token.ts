import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: goes out once (mail or cookie) and is kept by its hash only. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
