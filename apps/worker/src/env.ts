import { paymentEnv } from '@foyer/payment-adapters';
import { envVariable } from '@foyer/runtime';
import { z } from 'zod';

const sender =
  /^\s*(?:(?<name>[^<>]*)<(?<address>[^@\s<>]+@[^@\s<>]+)>|(?<bare>[^@\s<>]+@[^@\s<>]+))\s*$/;

/** Everything the worker is told. */
export const workerEnv = z.object({
  ...paymentEnv.shape,
  NODE_ENV: envVariable.nodeEnv,
  LOG_LEVEL: envVariable.logLevel,
  WORKER_DATABASE_URL: envVariable.postgresUrl,
  /** Both as for the API: a PgBouncer in transaction mode, and the way around it for LISTEN. */
  WORKER_DATABASE_IS_POOLED: envVariable.flag(false),
  WORKER_LISTEN_DATABASE_URL: envVariable.postgresUrl.optional(),
  REDIS_URL: envVariable.redisUrl,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }),
  /** `Foyer <tickets@example.org>`: the name is for mails about accounts; others bear the organization's. */
  MAIL_FROM: z
    .string()
    .regex(sender, 'must be an address, or a name and an address: Foyer <tickets@example.org>')
    .transform((text) => {
      const { name, address, bare } = sender.exec(text)?.groups ?? {};
      return { name: name?.replaceAll('"', '').trim() || null, address: address ?? bare ?? '' };
    }),
  /** Organizers may have addresses told that only this machine or its network reaches: for trying out. */
  WEBHOOKS_TO_PRIVATE_NETWORKS: envVariable.flag(false),
  FOYER_SECRET: envVariable.secret,
  PUBLIC_WEB_URL: envVariable.httpUrl,
  PUBLIC_API_URL: envVariable.httpUrl,
  STORAGE_DIR: z.string(),
  /** How long a mail may give way to whoever keeps the machine busy; 0 for never. */
  MAILS_GIVE_WAY_SECONDS: z.coerce.number().min(0).max(600).default(60),
  WORKER_PORT: envVariable.port(4300),
  /** How long a job belongs to a worker that is not heard of; then another takes it over. */
  WORKER_TAKEOVER_SECONDS: z.coerce.number().min(0.5).max(600).default(30),
  /** Where health and metrics listen; every interface when unset, as a container needs it. */
  HOST: z.string().optional(),
});
export type WorkerEnv = z.infer<typeof workerEnv>;
