import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { until } from '@foyer/testing';
import { withRedis } from '../../../infrastructure/load/support/door.ts';
import { nodeBinary, rootDir } from '../../../scripts/launcher/paths.ts';
import type { System } from '../../support/system.ts';

/** The command that the runbooks name. */
export function operate({ plan }: System, ...words: string[]): string {
  const { stdout, stderr, status } = spawnSync(
    nodeBinary,
    [
      '--disable-warning=ExperimentalWarning',
      join(rootDir, 'apps/worker/src/operate.ts'),
      ...words,
    ],
    { env: { PATH: process.env.PATH, REDIS_URL: plan.redisUrl }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`operate ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** What the tests would have to wait for: jobs that are not done look ten minutes older. */
export const ageJobs = (system: System, lane: string) =>
  withRedis(system.plan.redisUrl, async (redis) => {
    const ids = await until(async () => {
      const lists = await Promise.all([
        redis.zrange(`foyer:${lane}:delayed`, '0', '-1'),
        redis.zrange(`foyer:${lane}:prioritized`, '0', '-1'),
        redis.lrange(`foyer:${lane}:wait`, 0, -1),
        redis.lrange(`foyer:${lane}:active`, 0, -1),
      ]);
      const all = lists.flat();
      return all.length > 0 ? all : null;
    });
    for (const id of ids) {
      const key = `foyer:${lane}:${id}`;
      const made = Number(await redis.hget(key, 'timestamp'));
      await redis.hset(key, 'timestamp', String(made - 600_000));
    }
  });
