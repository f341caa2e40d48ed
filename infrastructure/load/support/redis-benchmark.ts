import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { eventKeys } from '../../../apps/checkin/src/redis/keys.ts';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { someHash, withRedis } from './door.ts';

/** The tickets of the yardstick: more than one run presents, so that most are admitted. */
const TICKETS = 400_000;
const CALLS = 100_000;
const eventId = '00000000-0000-7000-8000-000000000000';
const gateId = '00000000-0000-7000-8000-000000000001';

/**
 * The yardstick of a scan: the same script called by redis-benchmark (written in C, no HTTP, no JSON, no
 * identity, nothing recorded) on the same Redis, in a database of its own.
 * @returns what measures calls per second
 */
export async function claimScript({ plan }: System): Promise<(clients: number) => Promise<number>> {
  const text = readFileSync(
    join(import.meta.dirname, '../../../apps/checkin/src/redis/claim.lua'),
    'utf8',
  );
  const sha1 = createHash('sha1').update(text).digest('hex');
  const { hostname, port, password } = new URL(plan.checkinRedisUrl);
  const keys = eventKeys(eventId);
  const device = someHash();

  async function plant(redis: Redis): Promise<void> {
    await redis.flushdb();
    await redis.script('LOAD', text);
    await redis.hset(keys.event, {
      epoch: 'epoch',
      made: 'made',
      validFrom: Date.now() - 3_600_000,
      validUntil: Date.now() + 86_400_000,
      admitted: 0,
      expected: TICKETS,
    });
    await redis.hset(keys.gates, gateId, 'Main entrance');
    await redis.hset(
      keys.devices,
      device,
      JSON.stringify({
        id: '00000000-0000-7000-8000-000000000002',
        name: 'Phone 1',
        canUndo: false,
        gateId,
      }),
    );
    await redis.eval(
      `for i = 0, ${TICKETS - 1} do
         local n = string.format('%012d', i)
         local id = '00000000-0000-7000-8000-' .. n
         redis.call('hset', KEYS[1], id, cjson.encode({'valid', 1, 'Guest ' .. n, 'Standard', '7K3F9QX2MA', n}))
         redis.call('hset', KEYS[2], n, id)
       end`,
      2,
      keys.tickets,
      keys.secrets,
    );
  }

  return (clients) =>
    withRedis(
      plan.checkinRedisUrl,
      async (redis) => {
        await plant(redis);
        // 12 random digits each time.
        const random = '__rand_int__';
        const scanId = `${random}${random}`;
        const called = [keys.event, keys.gates, keys.devices, keys.tickets, keys.secrets];
        called.push(keys.codes, keys.uses, keys.scan(scanId), keys.stream, keys.changed);
        const args = [
          'epoch',
          device,
          scanId,
          'scan',
          'secret',
          random,
          '1',
          '',
          '0',
          '172800000',
          'made',
        ];
        const out = execFileSync(
          'redis-benchmark',
          [
            ...['-h', hostname, '-p', port, '-a', decodeURIComponent(password), '--dbnum', '1'],
            ...['-c', String(clients)],
            ...['-n', String(CALLS), '-r', String(TICKETS), '--csv'],
            ...['EVALSHA', sha1, String(called.length), ...called, ...args],
          ],
          { encoding: 'utf8' },
        );
        const admitted = Number(await redis.hget(keys.event, 'admitted'));
        await redis.flushdb();
        if (admitted < CALLS * 0.8)
          throw new Error(`redis-benchmark admitted ${admitted} of ${CALLS}`);
        // The last line: test, rps, and six latencies; the test's name is the whole command.
        const rate = Number(out.trim().split('\n').at(-1)?.split('","').at(-7));
        if (!(rate > 0)) throw new Error(`redis-benchmark failed:\n${out}`);
        return rate;
      },
      1,
    );
}
