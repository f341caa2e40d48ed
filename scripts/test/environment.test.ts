import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiEnv } from '../../apps/api/src/env.ts';
import { workerEnv } from '../../apps/worker/src/env.ts';
import { sandboxEnv } from '../../libs/payment-adapters/sandbox/env.ts';
import { managedVariables, parseEnvironment } from '../launcher/environment.ts';
import { makePlan } from '../launcher/plan.ts';

const secrets = {
  foyerSecret: 'f'.repeat(64),
  jwtPrivateKey: '-----BEGIN PRIVATE KEY-----',
  postgresPassword: 'p'.repeat(36),
  redisPassword: 'r'.repeat(36),
  sandboxSecretKey: 'sk_test_x',
  sandboxWebhookSecret: 'whsec_x',
  databasePasswords: {
    foyer_migrator: 'm'.repeat(36),
    foyer_authenticator: 'a'.repeat(36),
    foyer_worker: 'w'.repeat(36),
    foyer_checkin: 'c'.repeat(36),
  },
};

test('without any variable everything is embedded', () => {
  const { isEmbedded } = makePlan(parseEnvironment({}), secrets);

  expect(Object.values(isEmbedded)).toEqual([true, true, true, true, true]);
});

test.each([
  [{ DATABASE_URL: 'postgres://me:pw@db.example:5432/tickets' }, 'postgres'],
  [{ REDIS_URL: 'redis://r.example:6379' }, 'queueRedis'],
  [{ CHECKIN_REDIS_URL: 'redis://r.example:6379' }, 'checkinRedis'],
  [{ SMTP_URL: 'smtps://mail.example' }, 'mail'],
  [{ STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'payments'],
] as const)('%j alone replaces what is embedded', (variables, part) => {
  const { isEmbedded } = makePlan(parseEnvironment(variables), secrets);

  const replaced = Object.entries(isEmbedded).flatMap(([name, is]) => (is ? [] : [name]));
  expect(replaced).toEqual([part]);
});

test('the services sign in to a given database with logins and passwords of their own', () => {
  const env = parseEnvironment({ DATABASE_URL: 'postgres://me:pw@db.example:5432/tickets' });

  const { databaseUrls, databasePasswords } = makePlan(env, secrets);

  expect(databaseUrls.api).toBe(
    `postgres://foyer_authenticator:${'a'.repeat(36)}@db.example:5432/tickets`,
  );
  expect(databasePasswords.foyer_authenticator).toBe('a'.repeat(36));
});

test('a login the operator gives keeps its password', () => {
  const env = parseEnvironment({
    API_DATABASE_URL: 'postgres://foyer_authenticator:own@pool/foyer',
  });

  const { databaseUrls, databasePasswords } = makePlan(env, secrets);

  expect(databaseUrls.api).toBe('postgres://foyer_authenticator:own@pool/foyer');
  expect(databasePasswords).not.toHaveProperty('foyer_authenticator');
});

test('every wrong variable is named at once', () => {
  const run = () =>
    parseEnvironment({ API_PORT: 'http', REDIS_URL: 'localhost:6379', SMTP_URL: 'x' });

  expect(run).toThrow(/API_PORT.*REDIS_URL.*SMTP_URL/s);
});

test('one Redis for both purposes is refused', () => {
  const url = 'redis://r.example:6379';

  expect(() => parseEnvironment({ REDIS_URL: url, CHECKIN_REDIS_URL: url })).toThrow(
    /CHECKIN_REDIS_URL is the same/,
  );
});

test('a Stripe key without the secret of its webhooks is refused', () => {
  expect(() => parseEnvironment({ STRIPE_SECRET_KEY: 'sk_live_1' })).toThrow(
    /STRIPE_WEBHOOK_SECRET is not/,
  );
});

test('.env.example lists every variable that is read', () => {
  const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
  const listed = new Set([...text.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]));
  // Made by the launcher from the ports and the state directory.
  const internal = ['SANDBOX_HOST', 'SANDBOX_WEBHOOK_URL', 'SANDBOX_DIR'];
  const read = [managedVariables, apiEnv, workerEnv, sandboxEnv].flatMap((schema) =>
    'shape' in schema ? Object.keys(schema.shape) : schema,
  );

  const missing = [...new Set(read)].filter(
    (name) => !listed.has(name) && !internal.includes(name),
  );
  expect(missing).toEqual([]);
});
