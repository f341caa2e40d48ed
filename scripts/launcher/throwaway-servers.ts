import { freePort } from './ports.ts';
import { preparePostgres } from './postgres.ts';
import { prepareRedis } from './redis.ts';
import { findRedis } from './redis-binary.ts';
import type { Supervisor } from './supervisor.ts';

export interface ThrowawayServers {
  databaseUrl: string;
  redisUrl: string;
  checkinRedisUrl: string;
}

/** Nobody but the tests of this run ever gets to see these servers. */
const PASSWORD = 'throwaway';

/** PostgreSQL and two Redis on free ports, for tests and for generating files. */
export async function startThrowawayServers(
  supervisor: Supervisor,
  stateDir: string,
  postgresBinDir?: string,
): Promise<ThrowawayServers> {
  const postgres = preparePostgres({
    stateDir,
    port: await freePort(),
    password: PASSWORD,
    isThrowaway: true,
    binDir: postgresBinDir,
  });
  const server = await findRedis((what) => console.log(`  ${what} …`));
  const common = { stateDir, password: PASSWORD, server, isThrowaway: true };
  const queue = prepareRedis({ ...common, name: 'redis-queue', port: await freePort() });
  const checkin = prepareRedis({ ...common, name: 'redis-checkin', port: await freePort() });
  await Promise.all(
    [postgres.spec, queue.spec, checkin.spec].map((spec) => supervisor.start(spec)),
  );
  return {
    databaseUrl: postgres.adminUrl,
    redisUrl: queue.url,
    checkinRedisUrl: checkin.url,
  };
}
