import { until } from '@foyer/testing';
import type { System } from '../../support/system.ts';
import type { Scene } from './scene.ts';

const ready = async (system: System, service: 'api' | 'worker' | 'checkin') => {
  const port = system.supervisor.specOf(service)?.env[`${service.toUpperCase()}_PORT`];
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
  const body = (await response.json()) as {
    status: string;
    checks: Record<string, { ok: boolean }>;
  };
  const down = Object.keys(body.checks).filter((name) => !body.checks[name]?.ok);
  return { code: response.status, status: body.status, down };
};

/** What /health/ready has to say everywhere while something is away. */
async function readiness(system: System) {
  return {
    api: await ready(system, 'api'),
    worker: await ready(system, 'worker'),
    checkin: await ready(system, 'checkin'),
  };
}

export const well = { code: 200, status: 'ready', down: [] };

/** Kills a server, and sees that every service says truly what it misses, and when it has it again. */
export async function killAndSeeReadiness(
  { system }: Scene,
  name: string,
  expected: Record<'api' | 'worker' | 'checkin', unknown>,
): Promise<() => Promise<void>> {
  expect(await readiness(system)).toEqual({ api: well, worker: well, checkin: well });
  await system.supervisor.kill(name);
  await until(
    async () => {
      expect(await readiness(system)).toEqual(expected);
      return true;
    },
    { everyMs: 200, what: `readiness without ${name}` },
  );
  return async () => {
    await system.supervisor.revive(name);
    await until(
      async () => {
        expect(await readiness(system)).toEqual({ api: well, worker: well, checkin: well });
        return true;
      },
      { everyMs: 200, what: `readiness with ${name}` },
    );
  };
}
