import { envVariable, parseEnv } from '@foyer/runtime';
import { z } from 'zod';

const schema = z
  .object({
    NODE_ENV: envVariable.nodeEnv,
    LOG_LEVEL: envVariable.logLevel,
    HOST: z.string().default('0.0.0.0'),
    CHECKIN_PORT: envVariable.port(4100),
    /** As foyer_checkin, which may call the functions of the door and nothing else. */
    CHECKIN_DATABASE_URL: envVariable.postgresUrl,
    /** Both as for the API: a PgBouncer in transaction mode, and the way around it for LISTEN. */
    CHECKIN_DATABASE_IS_POOLED: envVariable.flag(false),
    CHECKIN_LISTEN_DATABASE_URL: envVariable.postgresUrl.optional(),
    CHECKIN_REDIS_URL: envVariable.redisUrl,
    /** The origin whose pages may talk to this service. */
    PUBLIC_WEB_URL: envVariable.httpUrl,
  })
  // A lock of a session would stay behind on a connection of the pooler, for a server that is long gone.
  .refine(
    (env) => !env.CHECKIN_DATABASE_IS_POOLED || env.CHECKIN_LISTEN_DATABASE_URL !== undefined,
    {
      path: ['CHECKIN_LISTEN_DATABASE_URL'],
      error: 'is needed with CHECKIN_DATABASE_IS_POOLED: a way around the PgBouncer',
    },
  );

export type CheckinEnv = z.infer<typeof schema>;

export function readEnv(env: Record<string, string | undefined> = process.env): CheckinEnv {
  return parseEnv(schema, env);
}
