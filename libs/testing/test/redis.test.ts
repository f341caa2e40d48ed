import { createTestRedis } from '../src/index.ts';

describe('createTestRedis', () => {
  test('gives two files databases that do not see each other', async () => {
    const one = await createTestRedis('checkin');
    const two = await createTestRedis('checkin');
    await one.redis.set('key', 'value');

    expect(await two.redis.get('key')).toBeNull();

    await Promise.all([one.close(), two.close()]);
  });

  test.each(['queue', 'checkin'] as const)('the %s server throws nothing away', async (server) => {
    const { redis, close } = await createTestRedis(server);

    expect(await redis.config('GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'noeviction',
    ]);

    await close();
  });
});
