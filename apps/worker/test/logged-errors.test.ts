import { createLogger } from '@foyer/runtime';
import { createTestDatabase, createTestRedis } from '@foyer/testing';

const lines: string[] = [];
const logger = createLogger('worker', { destination: { write: (line) => void lines.push(line) } });
const log = (err: unknown) => logger.error({ err }, 'it failed');
beforeEach(() => lines.splice(0));

test('what Redis refuses is logged without what was sent', async () => {
  const { redis, close } = await createTestRedis();
  try {
    await redis.set('text', 'x');
    await redis.lpush('text', '{"token":"canary"}').catch(log);
    await redis.multi().lpush('text', 'canary').call('set', 'canary').exec().catch(log);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('canary');
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
      message: expect.stringContaining('WRONGTYPE'),
      command: 'lpush',
    });
    expect(JSON.parse(lines[1] ?? '').err).toMatchObject({ previousErrors: [{ command: 'set' }] });
  } finally {
    await close();
  }
});

test('what PostgreSQL refuses is logged without the row, and says which rule it broke', async () => {
  const database = await createTestDatabase();
  try {
    const insert = () =>
      database.pools.admin.query(
        `insert into app_public.users (email, name) values ('canary@example.org', 'Canary')`,
      );
    await insert();
    await insert().catch(log);
    expect(lines.join()).not.toMatch(/canary/i);
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
      code: '23505',
      constraint: 'users_email_key',
    });
  } finally {
    await database.close();
  }
});
