import { randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertKey } from './key.ts';
import { signPath } from './signature.ts';
import type { Storage } from './storage.ts';

/**
 * Files under `directory`, served by the API at `${publicUrl}/files/<key>` to whoever holds a signed
 * link. The content type is stored in front of the bytes, so that one rename publishes both.
 */
export function createDiskStorage(options: {
  directory: string;
  publicUrl: string;
  secret: string;
}): Storage {
  const pathOf = (key: string) => join(options.directory, ...assertKey(key).split('/'));

  return {
    async put(key, bytes, contentType) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
      try {
        await writeDurably(temporary, encode(bytes, contentType));
        await rename(temporary, path);
      } catch (err) {
        await rm(temporary, { force: true });
        throw err;
      }
    },

    async get(key) {
      try {
        return decode(await readFile(pathOf(key)));
      } catch (err) {
        if (isMissing(err)) return null;
        throw err;
      }
    },

    async exists(key) {
      try {
        await access(pathOf(key));
        return true;
      } catch (err) {
        if (isMissing(err)) return false;
        throw err;
      }
    },

    async signedUrl(key, { expiresInSeconds, fileName }) {
      const expires = Math.floor(Date.now() / 1000) + expiresInSeconds;
      const query = signPath(options.secret, assertKey(key), expires, fileName);
      return {
        url: `${options.publicUrl}/files/${key}?${query}`,
        expiresAt: new Date(expires * 1000),
      };
    },
  };
}

/** Flushed before the rename: after a power cut the name must not point at an empty file. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function encode(bytes: Uint8Array, contentType: string): Buffer {
  if (/[^\x20-\x7e]/.test(contentType)) throw new TypeError('not a content type');
  return Buffer.concat([Buffer.from(`${contentType}\n`, 'latin1'), bytes]);
}

function decode(stored: Buffer): { bytes: Buffer; contentType: string } {
  const end = stored.indexOf(0x0a);
  return { contentType: stored.toString('latin1', 0, end), bytes: stored.subarray(end + 1) };
}

function isMissing(err: unknown): boolean {
  const { code } = err as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
