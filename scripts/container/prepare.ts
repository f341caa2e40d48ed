// The one-shot container of docker-compose.yml: makes the installation's secrets once, brings the
// database to the current schema and, on request, plants the demo world. It is copied into apps/api,
// whose packages it uses.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseEnv as parseEnvFile } from 'node:util';
import { migrate } from '@foyer/db';
import { envVariable, parseEnv } from '@foyer/runtime';
import { z } from 'zod';

const env = parseEnv(
  z.object({
    /** A login that may create roles. */
    DATABASE_URL: envVariable.postgresUrl,
    SECRETS_FILE: z.string().default('/run/foyer/secrets.env'),
    SEED_DEMO: envVariable.flag(false),
  }),
);

const roles = {
  API_DATABASE_URL: 'foyer_authenticator',
  WORKER_DATABASE_URL: 'foyer_worker',
  CHECKIN_DATABASE_URL: 'foyer_checkin',
} as const;

if (!existsSync(env.SECRETS_FILE)) createSecrets();
const secrets = parseEnvFile(readFileSync(env.SECRETS_FILE, 'utf8'));
const passwords = Object.fromEntries(
  Object.entries(roles).map(([variable, role]) => [
    role,
    new URL(secrets[variable] ?? '').password,
  ]),
);
const { migrations, objects } = await migrate(env.DATABASE_URL, { passwords });
console.log(`Database: ${migrations.length} migrations and ${objects.length} objects applied`);
if (env.SEED_DEMO) {
  const { seed } = await import('@foyer/db/seeds');
  await seed(env.DATABASE_URL);
}

/** In the form `node --env-file` reads; what is set in a container's own environment wins. */
function createSecrets(): void {
  const random = (bytes: number) => randomBytes(bytes).toString('hex');
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const asRole = (role: string) => {
    const url = new URL(env.DATABASE_URL);
    url.username = role;
    url.password = random(18);
    return url.href;
  };
  const values: Record<string, string> = {
    FOYER_SECRET: random(32),
    JWT_PRIVATE_KEY: privateKey,
    // For the payment sandbox; a real account's keys take their place.
    STRIPE_SECRET_KEY: `sk_test_${random(18)}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${random(24)}`,
    ...Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, asRole(role)])),
  };
  const lines = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  writeFileSync(`${env.SECRETS_FILE}.partial`, `${lines.join('\n')}\n`, { mode: 0o600 });
  renameSync(`${env.SECRETS_FILE}.partial`, env.SECRETS_FILE);
  console.log(`Secrets: made ${env.SECRETS_FILE}`);
}
