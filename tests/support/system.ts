import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, until } from '@foyer/testing';
import { type ServiceName, serviceNames } from '../../scripts/launcher/services.ts';
import type { ServiceSpec } from '../../scripts/launcher/supervisor.ts';
import { throwawayRun } from '../../scripts/launcher/throwaway-run.ts';
import {
  type System,
  type SystemOptions,
  withSystem,
} from '../../scripts/launcher/throwaway-system.ts';
import { checkInvariants, holdAfterEach } from './invariants.ts';

export type { System } from '../../scripts/launcher/throwaway-system.ts';

const startTimeoutMs = 120_000;

/**
 * The real product for the tests of a file: started before the first, gone after the last. In
 * production mode, without rate limits (the tests are one address), and with kill points that can be
 * armed at any time (`killAt`). After each test the invariants hold.
 * @param areBooksTouched tests write into the tables what no product would
 * @returns what gives the system inside a test
 */
export function useSystem(options: SystemOptions, { areBooksTouched = false } = {}): () => System {
  let system: System | undefined;
  let end = () => {};
  let over: Promise<unknown> = Promise.resolve();

  beforeAll(async () => {
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await new Promise<void>((resolve, reject) => {
      over = throwawayRun(
        (run) =>
          withSystem(run, 'system', withKillPoints(options), async (started) => {
            system = started;
            resolve();
            await ended;
          }),
        { isCrashExpected: true },
      );
      over.catch(reject);
    });
  }, startTimeoutMs);
  afterAll(async () => {
    end();
    await over;
  }, startTimeoutMs);

  const running = () => {
    if (!system) throw new Error('The system is started before the first test, not earlier.');
    return system;
  };
  if (!areBooksTouched)
    holdAfterEach((acknowledged) => checkInvariants(running(), { acknowledged }));
  return running;
}

const killFile = (stateDir: string, service: string) => join(stateDir, `kill-point-${service}`);

function withKillPoints(options: SystemOptions): SystemOptions {
  const { variables = {} } = options;
  return {
    ...options,
    variables: (plan) => {
      const given = typeof variables === 'function' ? variables(plan) : variables;
      return Object.fromEntries(
        serviceNames.map((name) => [
          name,
          {
            FOYER_KILL_POINT: killFile(plan.stateDir, name),
            FOYER_ALLOW_KILL_POINT_IN_PRODUCTION: 'yes-kill-this-process',
            API_RATE_LIMITS: 'false',
            // Tests keep a machine busy, and wait for their mails.
            MAILS_GIVE_WAY_SECONDS: '3',
            ...given[name],
          },
        ]),
      );
    },
  };
}

/**
 * Kills the service when it next passes the point (`reserve.after-commit`, or `…:3` for the third
 * time); it is started again at once and lives on.
 * @returns what waits until it has struck
 */
export function killAt(system: System, service: ServiceName, point: string) {
  const file = killFile(system.plan.stateDir, service);
  writeFileSync(file, point);
  return {
    struck: () => until(() => !existsSync(file), { what: `${service} to die at ${point}` }),
    disarm: () => rmSync(file, { force: true }),
  };
}

/** Waits until a service that was killed serves again. */
export async function serves(system: System, service: ServiceName) {
  const spec = system.supervisor.specOf(service);
  if (!spec) throw new Error(`${service} was never started`);
  await until(() => spec.isReady(), { everyMs: 50, what: `${service} to serve` });
}

/** A second process of the API beside the first, as when one release replaces another. */
export async function startSecondApi(
  system: System,
  name = 'api-2',
  variables: NodeJS.ProcessEnv = {},
): Promise<{ name: string; url: string }> {
  const spec = system.supervisor.specOf('api');
  if (!spec) throw new Error('the API was never started');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const second: ServiceSpec = {
    ...spec,
    name,
    env: { ...spec.env, API_PORT: String(port), ...variables },
    isReady: async () => (await fetch(`${url}/health/ready`)).ok,
  };
  await system.supervisor.start(second);
  return { name, url };
}
