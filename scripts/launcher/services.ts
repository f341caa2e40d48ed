import { join } from 'node:path';
import { type Environment, managedVariables } from './environment.ts';
import { nodeBinary, rootDir } from './paths.ts';
import type { Plan } from './plan.ts';
import type { Secrets } from './secrets.ts';
import type { ServiceSpec } from './supervisor.ts';

export const serviceNames = ['inbox', 'sandbox', 'api', 'worker', 'checkin', 'web'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface ServiceContext {
  env: Environment;
  plan: Plan;
  secrets: Secrets;
  /** Watch the sources and start again on a change. */
  isDev: boolean;
}

/** The processes of Foyer itself, in the order they start. */
export function describeServices(context: ServiceContext): ServiceSpec[] {
  const { env, plan, secrets } = context;
  const shared = {
    ...inherited(),
    NODE_ENV: env.NODE_ENV,
    LOG_LEVEL: env.LOG_LEVEL,
    HOST: '127.0.0.1',
    PUBLIC_WEB_URL: plan.publicUrls.web,
    PUBLIC_API_URL: plan.publicUrls.api,
    PUBLIC_CHECKIN_URL: plan.publicUrls.checkin,
  };
  const tickets = {
    FOYER_SECRET: env.FOYER_SECRET ?? secrets.foyerSecret,
    STORAGE_DIR: plan.storageDir,
  };
  const stripe = stripeVariables(context);

  const all: Record<ServiceName, ServiceSpec> = {
    inbox: nodeService(context, 'inbox', 'libs/local-inbox/src/server.ts', env.INBOX_PORT, {
      ...shared,
      INBOX_PORT: String(env.INBOX_PORT),
      SMTP_PORT: String(env.SMTP_PORT),
      INBOX_DIR: join(plan.stateDir, 'inbox'),
    }),
    sandbox: nodeService(
      context,
      'sandbox',
      'libs/payment-adapters/sandbox/server.ts',
      env.SANDBOX_PORT,
      {
        ...shared,
        ...stripe,
        SANDBOX_PORT: String(env.SANDBOX_PORT),
        SANDBOX_DIR: join(plan.stateDir, 'sandbox'),
        SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${env.API_PORT}/webhooks/stripe`,
        PUBLIC_SANDBOX_URL: plan.publicUrls.sandbox,
        FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION,
      },
    ),
    api: nodeService(context, 'api', 'apps/api/src/server.ts', env.API_PORT, {
      ...shared,
      ...tickets,
      ...stripe,
      API_PORT: String(env.API_PORT),
      API_DATABASE_URL: plan.databaseUrls.api,
      REDIS_URL: plan.redisUrl,
      JWT_PRIVATE_KEY: env.JWT_PRIVATE_KEY ?? secrets.jwtPrivateKey,
      FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION,
    }),
    worker: nodeService(context, 'worker', 'apps/worker/src/main.ts', env.WORKER_PORT, {
      ...shared,
      ...tickets,
      ...stripe,
      WORKER_PORT: String(env.WORKER_PORT),
      WORKER_DATABASE_URL: plan.databaseUrls.worker,
      REDIS_URL: plan.redisUrl,
      SMTP_URL: plan.smtpUrl,
      MAIL_FROM: env.MAIL_FROM,
      WEBHOOKS_TO_PRIVATE_NETWORKS: env.WEBHOOKS_TO_PRIVATE_NETWORKS,
      FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION,
    }),
    checkin: nodeService(context, 'checkin', 'apps/checkin/src/server.ts', env.CHECKIN_PORT, {
      ...shared,
      CHECKIN_PORT: String(env.CHECKIN_PORT),
      CHECKIN_DATABASE_URL: plan.databaseUrls.checkin,
      CHECKIN_REDIS_URL: plan.checkinRedisUrl,
    }),
    web: webService(context, shared),
  };
  return serviceNames
    .filter((name) => (name === 'inbox' ? plan.isEmbedded.mail : true))
    .filter((name) => (name === 'sandbox' ? plan.isEmbedded.payments : true))
    .map((name) => all[name]);
}

function stripeVariables({ env, plan, secrets }: ServiceContext): NodeJS.ProcessEnv {
  if (!plan.isEmbedded.payments) {
    return {
      STRIPE_SECRET_KEY: env.STRIPE_SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
      STRIPE_API_BASE: env.STRIPE_API_BASE,
    };
  }
  return {
    STRIPE_SECRET_KEY: secrets.sandboxSecretKey,
    STRIPE_WEBHOOK_SECRET: secrets.sandboxWebhookSecret,
    STRIPE_API_BASE: `http://127.0.0.1:${env.SANDBOX_PORT}`,
  };
}

function nodeService(
  { isDev }: ServiceContext,
  name: ServiceName,
  script: string,
  port: number,
  env: NodeJS.ProcessEnv,
): ServiceSpec {
  return {
    name,
    command: nodeBinary,
    args: [
      '--disable-warning=ExperimentalWarning',
      ...(isDev ? ['--watch', '--watch-preserve-output'] : []),
      join(rootDir, script),
    ],
    env,
    isReady: () => answersReady(port),
  };
}

function webService(context: ServiceContext, shared: NodeJS.ProcessEnv): ServiceSpec {
  const { env, isDev } = context;
  const next = join(rootDir, 'apps/web/node_modules/next/dist/bin/next');
  return {
    name: 'web',
    command: nodeBinary,
    args: [next, isDev ? 'dev' : 'start', '-p', String(env.WEB_PORT), '-H', '127.0.0.1'],
    cwd: join(rootDir, 'apps/web'),
    env: {
      ...shared,
      // What `next build` made only runs in this mode; see Next's documentation of NODE_ENV.
      NODE_ENV: isDev ? 'development' : 'production',
      API_URL: `http://127.0.0.1:${env.API_PORT}`,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    isReady: () => answersReady(env.WEB_PORT),
    // The first page of `next dev` is compiled when it is asked for.
    readyTimeoutMs: isDev ? 180_000 : 60_000,
  };
}

async function answersReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(10_000),
  });
  await response.body?.cancel();
  return response.ok;
}

/** The surroundings without npm's variables and without what each service gets by name. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_/i.test(name) && !managedVariables.includes(name) && !/^NODE_CHANNEL/.test(name),
    ),
  );
}
