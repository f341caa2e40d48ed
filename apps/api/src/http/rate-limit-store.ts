import { createHash } from 'node:crypto';
import { withTimeout } from '@foyer/runtime';
import type { Redis } from 'ioredis';
import type { RedisReply } from 'rate-limit-redis';

/** A limit is worth no more of a buyer's time; Redis answers in a millisecond, or is not well. */
const patienceMs = 250;

export type SendCommand = (command: string, ...args: string[]) => Promise<RedisReply>;

/**
 * How the rate limits talk to Redis: at once or not at all. While the connection is lost a command would
 * wait in its queue, and every buyer behind it. Scripts are known by their digest from the start, so that
 * limits work again when Redis comes back, also where it was away when this process started.
 */
export function createSend(redis: Redis): SendCommand {
  const scripts = new Map<string, string>();
  let hasBeenReady = redis.status === 'ready';
  redis.once('ready', () => {
    hasBeenReady = true;
  });

  async function call(command: string, args: string[]): Promise<RedisReply> {
    if (hasBeenReady && redis.status !== 'ready') throw new Error('Redis is away');
    return await withTimeout(
      'the rate limit',
      patienceMs,
      () => redis.call(command, ...args) as Promise<RedisReply>,
    );
  }

  return async (command, ...args) => {
    if (command === 'SCRIPT') {
      const text = args[1] ?? '';
      const digest = createHash('sha1').update(text).digest('hex');
      scripts.set(digest, text);
      return digest;
    }
    try {
      return await call(command, args);
    } catch (error) {
      const [digest = '', ...rest] = args;
      const text = command === 'EVALSHA' ? scripts.get(digest) : undefined;
      if (!text || !(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await call('EVAL', [text, ...rest]);
    }
  };
}
