import pg from 'pg';
import { parseEnvironment } from './environment.ts';
import { freePorts } from './ports.ts';
import { type ServiceName, serviceNames } from './services.ts';
import { type ServiceVariables, type Stack, startStack } from './stack.ts';
import type { Supervisor } from './supervisor.ts';
import type { ThrowawayRun } from './throwaway-run.ts';

const portVariables = [
  ...['WEB_PORT', 'API_PORT', 'CHECKIN_PORT', 'SANDBOX_PORT', 'WORKER_PORT', 'INBOX_PORT'],
  ...['SMTP_PORT', 'POSTGRES_PORT', 'REDIS_PORT', 'CHECKIN_REDIS_PORT'],
];

/** A free port for everything the launcher starts, as the variables it reads. */
export async function freePortVariables(): Promise<Record<string, string>> {
  const ports = await freePorts(portVariables.length);
  return Object.fromEntries(portVariables.map((name, i) => [name, String(ports[i])]));
}

export interface SystemOptions {
  /** The services that run; PostgreSQL and both Redis always do. */
  services: readonly ServiceName[];
  /** Survive a power cut, as in production: what a benchmark measures and a crash test needs. */
  isDurable?: boolean;
  /** The demo world. */
  isSeeded?: boolean;
  /** `production`, unless said otherwise. */
  nodeEnv?: 'production' | 'development' | 'test';
  /** Instead of what the launcher plans, e.g. API_DATABASE_URL through a proxy. */
  environment?: (ports: Record<string, string>) => NodeJS.ProcessEnv;
  /** On top of what a service gets anyway. */
  variables?: ServiceVariables;
}

export interface System extends Stack {
  supervisor: Supervisor;
  stateDir: string;
  /** Superuser, for looking at what really is stored and for preparing what is tested. */
  admin: pg.Pool;
}

/** The real product (or the part of it that is asked for) on free ports, gone when `work` is done. */
export async function withSystem<T>(
  run: ThrowawayRun,
  name: string,
  options: SystemOptions,
  work: (system: System) => Promise<T>,
): Promise<T> {
  return await run.supervise(name, async (supervisor, stateDir) => {
    const ports = await freePortVariables();
    const env = parseEnvironment({
      FOYER_STATE_DIR: stateDir,
      NODE_ENV: options.nodeEnv ?? 'production',
      FOYER_ALLOW_PAYMENT_SANDBOX_IN_PRODUCTION: 'yes-this-takes-no-real-money',
      LOG_LEVEL: 'error',
      ...ports,
      ...options.environment?.(ports),
    });
    const stack = await startStack({
      env,
      supervisor,
      isSeeded: options.isSeeded,
      isThrowaway: !options.isDurable,
      postgresBinDir: process.env.FOYER_TEST_POSTGRES_BIN,
      without: serviceNames.filter((service) => !options.services.includes(service)),
      variables: options.variables,
    });
    const admin = new pg.Pool({ connectionString: stack.plan.adminUrl, max: 4 });
    // A server that a test kills takes its idle connections along.
    admin.on('error', () => {});
    try {
      return await work({ ...stack, supervisor, stateDir, admin });
    } finally {
      await admin.end();
    }
  });
}
