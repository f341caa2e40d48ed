import { type Storage, verifySignedPath } from '@foyer/storage';
import type { Express } from 'express';
import { ApiError } from './api-error.ts';
import { attachment } from './content-disposition.ts';

/** GET /files/<key>?expires=&signature=&name= for whoever holds a signed link that has not run out. */
export function installFiles(
  app: Express,
  { storage, secret }: { storage: Storage; secret: string },
): void {
  app.get('/files/*key', async (req, res) => {
    const key = ([] as string[]).concat(req.params.key ?? []).join('/');
    const { expires, signature, name = '' } = req.query;
    if (!verifySignedPath(secret, key, expires, signature, name))
      throw new ApiError(403, 'TOKEN_INVALID', 'This link is not valid or has run out.', {
        hint: 'Links to files hold for 15 minutes. Go back and ask for the file again.',
      });
    const file = await storage.get(key);
    if (!file) throw new ApiError(404, 'NOT_FOUND', 'This file is not there.');
    const fileName = typeof name === 'string' && name ? name : (key.split('/').at(-1) ?? 'file');
    res
      .set({
        'content-type': file.contentType,
        'content-disposition': attachment(fileName),
        'cache-control': 'private, no-store',
      })
      .send(file.bytes);
  });
}
