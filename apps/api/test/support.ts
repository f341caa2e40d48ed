import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registrationToken } from '@foyer/db';
import { createLogger, parseEnv } from '@foyer/runtime';
import { createDiskStorage, type Storage } from '@foyer/storage';
import { createTestDatabase, createTestRedis, type TestDatabase } from '@foyer/testing';
import type { Express } from 'express';
import { type AccessTokens, createAccessTokens } from '../src/auth/access-tokens.ts';
import { apiEnv } from '../src/env.ts';
import { startApi } from '../src/server.ts';

export const secret = 'a-secret-of-the-tests-that-is-long-enough';
export const stripeWebhookSecret = 'whsec_nobody';
export const webUrl = 'https://tickets.example';
const issuer = 'https://api.example';

export const newPrivateKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;

export type TestApi = {
  url: string;
  app: Express;
  db: TestDatabase;
  redisUrl: string;
  storage: Storage;
  tokens: AccessTokens;
  /** Lines of the log, parsed. */
  log: Record<string, unknown>[];
  /** A bearer header for a user, without signing in. */
  bearer(userId: string): { authorization: string };
  /** What a guest's link carries. */
  link(registrationId: string): string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

/** The whole API as its server starts it, on a database and a Redis of its own. */
export async function startTestApi(
  options: {
    /** Variables, or how to make them once the database is there. */
    env?: Record<string, string> | ((db: TestDatabase) => Promise<Record<string, string>>);
    /** Another process of the same installation: shares database, Redis, files and keys. */
    beside?: TestApi & { privateKey?: string };
  } = {},
): Promise<TestApi & { privateKey: string }> {
  const { beside } = options;
  const db = beside?.db ?? (await createTestDatabase());
  const redis = beside ? null : await createTestRedis();
  const redisUrl = beside?.redisUrl ?? redis?.url ?? '';
  const directory = await mkdtemp(join(tmpdir(), 'foyer-api-test-'));
  const privateKey = beside?.privateKey ?? newPrivateKey();
  const log: Record<string, unknown>[] = [];
  const env = parseEnv(apiEnv, {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    API_PORT: '0',
    API_DATABASE_URL: db.urls.api,
    REDIS_URL: redisUrl,
    FOYER_SECRET: secret,
    JWT_PRIVATE_KEY: privateKey,
    PUBLIC_WEB_URL: webUrl,
    PUBLIC_API_URL: issuer,
    STORAGE_DIR: directory,
    STRIPE_SECRET_KEY: 'sk_test_nobody',
    STRIPE_WEBHOOK_SECRET: stripeWebhookSecret,
    STRIPE_API_BASE: 'http://127.0.0.1:1',
    API_RATE_LIMITS: 'false',
    ...(typeof options.env === 'function' ? await options.env(db) : options.env),
  });
  const write = (line: string) => void log.push(JSON.parse(line));
  const api = await startApi(env, createLogger('api', { level: 'trace', destination: { write } }));
  const url = `http://127.0.0.1:${api.port}`;
  const tokens = createAccessTokens({ privateKeys: privateKey, issuer });
  const signInId = '0199c0de-0000-7000-8000-000000000001';
  return {
    url,
    app: api.app,
    db,
    redisUrl,
    tokens,
    log,
    privateKey,
    storage: createDiskStorage({ directory, publicUrl: issuer, secret }),
    bearer: (userId) => ({ authorization: `Bearer ${tokens.sign({ userId, signInId })}` }),
    link: (registrationId) => `${registrationId}.${registrationToken(secret, registrationId)}`,
    get: (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' }),
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await api.stop();
      await rm(directory, { recursive: true, force: true });
      if (beside) return;
      await redis?.close();
      await db.close();
    },
  };
}

export type ErrorBody = {
  error: { code: string; message: string; hint?: string; requestId: string };
};

export async function errorOf(response: Response): Promise<ErrorBody['error']> {
  return ((await response.json()) as ErrorBody).error;
}
