import type { Redis } from 'ioredis';
import { commands } from '../redis/commands.ts';
import { eventKeys, KNOWN_EVENTS } from '../redis/keys.ts';

/** Events that have left Redis with everything recorded, and nothing that people must look at, are followed no more. */
export async function forgetFinished(redis: Redis): Promise<void> {
  for (const eventId of await redis.smembers(KNOWN_EVENTS)) {
    const keys = eventKeys(eventId);
    if ((await commands.forget(redis, [keys.event, keys.stream, keys.poison], [])) !== 1) continue;
    await redis.srem(KNOWN_EVENTS, eventId);
    // Made ready in between: followed again.
    if (await redis.exists(keys.event)) await redis.sadd(KNOWN_EVENTS, eventId);
  }
}
