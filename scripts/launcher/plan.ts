import { join } from 'node:path';
import type { LoginRole } from '@foyer/db';
import type { Environment } from './environment.ts';
import { postgresUrl } from './postgres.ts';
import type { Secrets } from './secrets.ts';

/** Where everything is: each address once, embedded or given. */
export interface Plan {
  stateDir: string;
  storageDir: string;
  isEmbedded: {
    postgres: boolean;
    queueRedis: boolean;
    checkinRedis: boolean;
    mail: boolean;
    payments: boolean;
  };
  adminUrl: string;
  databaseUrls: { api: string; worker: string; checkin: string };
  /** What `migrate` sets; roles that sign in with a URL of the operator's keep theirs. */
  databasePasswords: Partial<Record<LoginRole, string>>;
  redisUrl: string;
  checkinRedisUrl: string;
  smtpUrl: string;
  publicUrls: { web: string; api: string; checkin: string; sandbox: string; inbox: string };
}

export function makePlan(env: Environment, secrets: Secrets): Plan {
  const local = (port: number) => `http://localhost:${port}`;
  const redis = (port: number) => `redis://:${secrets.redisPassword}@127.0.0.1:${port}`;
  const adminUrl =
    env.DATABASE_URL ??
    postgresUrl('postgres', secrets.postgresPassword, env.POSTGRES_PORT, 'foyer');
  const asRole = (role: LoginRole) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = secrets.databasePasswords[role];
    return url.href;
  };
  const given: Partial<Record<LoginRole, string>> = {
    foyer_authenticator: env.API_DATABASE_URL,
    foyer_worker: env.WORKER_DATABASE_URL,
    foyer_checkin: env.CHECKIN_DATABASE_URL,
  };
  return {
    stateDir: env.FOYER_STATE_DIR,
    storageDir: env.STORAGE_DIR ?? join(env.FOYER_STATE_DIR, 'storage'),
    isEmbedded: whatIsEmbedded(env),
    adminUrl,
    databaseUrls: {
      api: given.foyer_authenticator ?? asRole('foyer_authenticator'),
      worker: given.foyer_worker ?? asRole('foyer_worker'),
      checkin: given.foyer_checkin ?? asRole('foyer_checkin'),
    },
    databasePasswords: Object.fromEntries(
      Object.entries(secrets.databasePasswords).filter(([role]) => !given[role as LoginRole]),
    ),
    redisUrl: env.REDIS_URL ?? redis(env.REDIS_PORT),
    checkinRedisUrl: env.CHECKIN_REDIS_URL ?? redis(env.CHECKIN_REDIS_PORT),
    smtpUrl: env.SMTP_URL ?? `smtp://127.0.0.1:${env.SMTP_PORT}`,
    publicUrls: {
      web: env.PUBLIC_WEB_URL ?? local(env.WEB_PORT),
      api: env.PUBLIC_API_URL ?? local(env.API_PORT),
      checkin: env.PUBLIC_CHECKIN_URL ?? local(env.CHECKIN_PORT),
      sandbox: env.PUBLIC_SANDBOX_URL ?? local(env.SANDBOX_PORT),
      inbox: local(env.INBOX_PORT),
    },
  };
}

/** What the environment leaves to us. */
export function whatIsEmbedded(env: Environment): Plan['isEmbedded'] {
  return {
    postgres: !env.DATABASE_URL,
    queueRedis: !env.REDIS_URL,
    checkinRedis: !env.CHECKIN_REDIS_URL,
    mail: !env.SMTP_URL,
    payments: !env.STRIPE_SECRET_KEY,
  };
}
