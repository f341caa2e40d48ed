import { envVariable, parseEnv } from '@foyer/runtime';
import { z } from 'zod';

const schema = z.object({
  /** Superuser login of a server made for tests; databases are created and dropped on it. */
  FOYER_TEST_DATABASE_URL: envVariable.postgresUrl,
  FOYER_TEST_REDIS_URL: envVariable.redisUrl,
  FOYER_TEST_CHECKIN_REDIS_URL: envVariable.redisUrl,
});

/** The servers the test runner started for this run. */
export function testEnvironment(): z.infer<typeof schema> {
  if (!process.env.FOYER_TEST_DATABASE_URL) {
    throw new Error(
      'These tests need servers of their own. Run them through the runner: npm test -- <path>',
    );
  }
  return parseEnv(schema);
}
