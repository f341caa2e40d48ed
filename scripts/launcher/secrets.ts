import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from './problem.ts';

const secretsSchema = z.object({
  /** Links, file URLs, signing keys at rest; see FOYER_SECRET. */
  foyerSecret: z.string().min(32),
  /** PEM; signs access tokens. */
  jwtPrivateKey: z.string().startsWith('-----BEGIN PRIVATE KEY-----'),
  postgresPassword: z.string().min(16),
  redisPassword: z.string().min(16),
  sandboxSecretKey: z.string().startsWith('sk_test_'),
  sandboxWebhookSecret: z.string().startsWith('whsec_'),
  databasePasswords: z.object({
    foyer_migrator: z.string().min(16),
    foyer_authenticator: z.string().min(16),
    foyer_worker: z.string().min(16),
    foyer_checkin: z.string().min(16),
  }),
});

export type Secrets = z.infer<typeof secretsSchema>;

/** The installation's own secrets: made once, readable by the owner alone. */
export function loadSecrets(stateDir: string): Secrets {
  const file = join(stateDir, 'secrets.json');
  if (!existsSync(file)) return createSecrets(file, stateDir);
  const parsed = secretsSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || 'the file').join(', ');
  throw new Problem(
    `${file} is damaged (${wrong}). Restore it from a backup: tickets and links are signed with it.\n` +
      'To give up all data and begin anew: npm start -- --fresh',
  );
}

function createSecrets(file: string, stateDir: string): Secrets {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const secrets: Secrets = {
    foyerSecret: random(32),
    jwtPrivateKey: privateKey,
    postgresPassword: random(18),
    redisPassword: random(18),
    sandboxSecretKey: `sk_test_${random(18)}`,
    sandboxWebhookSecret: `whsec_${random(24)}`,
    databasePasswords: {
      foyer_migrator: random(18),
      foyer_authenticator: random(18),
      foyer_worker: random(18),
      foyer_checkin: random(18),
    },
  };
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(`${file}.partial`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.partial`, file);
  return secrets;
}

/** Safe in URLs, configuration files and shells without quoting. */
function random(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
