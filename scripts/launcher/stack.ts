import { mkdirSync } from 'node:fs';
import { hasDemoWorld, migrateDatabase, seedIfEmpty } from './database.ts';
import type { Environment } from './environment.ts';
import { makePlan, type Plan } from './plan.ts';
import { requireFreePorts, type WantedPort } from './ports.ts';
import { preparePostgres } from './postgres.ts';
import { Problem } from './problem.ts';
import { step } from './progress.ts';
import { prepareRedis } from './redis.ts';
import { findRedis } from './redis-binary.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { describeServices, type ServiceName } from './services.ts';
import type { Supervisor } from './supervisor.ts';
import { buildWeb, isWebBuilt } from './web-build.ts';

/**
 * Variables for one service on top of what it gets anyway, e.g. limits off for a benchmark, or an
 * address that is only known once everything has one, e.g. through a proxy.
 */
export type ServiceVariables =
  | Partial<Record<ServiceName, NodeJS.ProcessEnv>>
  | ((plan: Plan) => Partial<Record<ServiceName, NodeJS.ProcessEnv>>);

export interface StackOptions {
  env: Environment;
  supervisor: Supervisor;
  isDev?: boolean;
  /** The demo world, when the database is empty. */
  isSeeded?: boolean;
  /** Tests: data dies with the run, so it need not survive a power cut. */
  isThrowaway?: boolean;
  /** Run elsewhere, e.g. in a debugger; the rest expects them on their ports. */
  without?: ServiceName[];
  postgresBinDir?: string;
  variables?: ServiceVariables;
}

export interface Stack {
  plan: Plan;
  secrets: Secrets;
  /** The database holds the demo world, so its accounts can sign in. */
  isDemo: boolean;
}

/** Brings up everything, in order, and returns when every part says it is ready. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { env, supervisor, isDev = false, without = [] } = options;
  mkdirSync(env.FOYER_STATE_DIR, { recursive: true, mode: 0o755 });
  const secrets = loadSecrets(env.FOYER_STATE_DIR);
  const plan = makePlan(env, secrets);
  refuseSandboxInProduction(env, plan);
  await requireFreePorts(wantedPorts(env, plan.isEmbedded, without));

  if (plan.isEmbedded.postgres) {
    await step('PostgreSQL', () => startPostgres(options, secrets));
  }
  if (plan.isEmbedded.queueRedis || plan.isEmbedded.checkinRedis) {
    await step('Redis', (say) => startRedis(options, plan, secrets, say));
  }
  await step('Database', async (say) => {
    say(await migrateDatabase(plan));
    if (!options.isSeeded) return;
    const began = Date.now();
    const isNew = await seedIfEmpty(plan);
    if (isNew) say(`demo world in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  });
  if (!isDev && !without.includes('web') && !isWebBuilt()) {
    await step('Web app: building', () => buildWeb());
  }
  const { variables = {} } = options;
  const extra = typeof variables === 'function' ? variables(plan) : variables;
  const services = describeServices({ env, plan, secrets, isDev })
    .filter(({ name }) => !without.includes(name as ServiceName))
    .map((spec) => ({
      ...spec,
      env: { ...spec.env, ...extra[spec.name as ServiceName] },
    }));
  await step('Services', async (say) => {
    const waiting = new Set(services.map(({ name }) => name));
    await Promise.all(
      services.map(async (service) => {
        await supervisor.start(service);
        waiting.delete(service.name);
        say(waiting.size > 0 ? `waiting for ${[...waiting].join(', ')}` : 'all ready');
      }),
    );
  });
  return { plan, secrets, isDemo: await hasDemoWorld(plan) };
}

async function startPostgres(options: StackOptions, secrets: Secrets): Promise<void> {
  const { spec } = preparePostgres({
    stateDir: options.env.FOYER_STATE_DIR,
    port: options.env.POSTGRES_PORT,
    password: secrets.postgresPassword,
    isThrowaway: options.isThrowaway,
    binDir: options.postgresBinDir,
  });
  await options.supervisor.start(spec);
}

async function startRedis(
  { env, supervisor, isThrowaway }: StackOptions,
  plan: Plan,
  secrets: Secrets,
  say: (what: string) => void,
): Promise<void> {
  const server = await findRedis(say);
  say(server.kind === 'docker' ? 'in Docker' : '');
  const common = {
    stateDir: plan.stateDir,
    password: secrets.redisPassword,
    server,
    isThrowaway,
  };
  if (plan.isEmbedded.queueRedis) {
    const queue = prepareRedis({ ...common, name: 'redis-queue', port: env.REDIS_PORT });
    await supervisor.start(queue.spec);
  }
  if (plan.isEmbedded.checkinRedis) {
    const checkin = prepareRedis({
      ...common,
      name: 'redis-checkin',
      port: env.CHECKIN_REDIS_PORT,
    });
    await supervisor.start(checkin.spec);
  }
}

/** Every port this start will listen on. */
export function wantedPorts(
  env: Environment,
  isEmbedded: Plan['isEmbedded'],
  without: readonly ServiceName[] = [],
): WantedPort[] {
  const own = (service: ServiceName) => !without.includes(service);
  const ports: [boolean, string, keyof Environment][] = [
    [own('web'), 'web', 'WEB_PORT'],
    [own('api'), 'API', 'API_PORT'],
    [own('checkin'), 'check-in service', 'CHECKIN_PORT'],
    [own('worker'), 'worker health', 'WORKER_PORT'],
    [isEmbedded.payments && own('sandbox'), 'payment sandbox', 'SANDBOX_PORT'],
    [isEmbedded.mail && own('inbox'), 'mail inbox', 'INBOX_PORT'],
    [isEmbedded.mail && own('inbox'), 'inbox SMTP', 'SMTP_PORT'],
    [isEmbedded.postgres, 'PostgreSQL', 'POSTGRES_PORT'],
    [isEmbedded.queueRedis, 'queue Redis', 'REDIS_PORT'],
    [isEmbedded.checkinRedis, 'check-in Redis', 'CHECKIN_REDIS_PORT'],
  ];
  return ports
    .filter(([isUsed]) => isUsed)
    .map(([, what, variable]) => ({ what, variable, port: Number(env[variable]) }));
}

function refuseSandboxInProduction(env: Environment, plan: Plan): void {
  const isAllowed = Boolean(env.FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION);
  if (env.NODE_ENV !== 'production' || !plan.isEmbedded.payments || isAllowed) return;
  throw new Problem(
    'NODE_ENV=production without a payment provider: the sandbox would hand out tickets for no money.\n' +
      'Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or leave NODE_ENV unset to try Foyer out.',
  );
}
