import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';

export type Command = (redis: Redis, keys: string[], args: (string | number)[]) => Promise<unknown>;

/**
 * A Lua script beside this file as a function. Sent by its digest; a Redis that does not know it
 * (new, flushed, failed over) gets the text once.
 */
function loadCommand(name: string): Command {
  const text = readFileSync(join(import.meta.dirname, `${name}.lua`), 'utf8');
  const sha1 = createHash('sha1').update(text).digest('hex');
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(sha1, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.eval(text, keys.length, ...keys, ...args);
    }
  };
}

export const commands = {
  attend: loadCommand('attend'),
  claim: loadCommand('claim'),
  recordOffline: loadCommand('record-offline'),
  undo: loadCommand('undo'),
  authenticate: loadCommand('authenticate'),
  commitWarm: loadCommand('commit-warm'),
  applyEvent: loadCommand('apply-event'),
  applyTickets: loadCommand('apply-tickets'),
  drainedUntil: loadCommand('drained-until'),
  forget: loadCommand('forget'),
  acquireLock: loadCommand('acquire-lock'),
  releaseLock: loadCommand('release-lock'),
};
