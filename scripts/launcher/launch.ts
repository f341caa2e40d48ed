import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { type Environment, readEnvironment } from './environment.ts';
import { onAskedToStop } from './exit.ts';
import { shortPath } from './paths.ts';
import { removePostgres } from './postgres.ts';
import { Problem } from './problem.ts';
import { recordFile, runningLauncher, stopLeftovers } from './process-record.ts';
import { seconds } from './progress.ts';
import { removeRedis } from './redis.ts';
import { type ServiceName, serviceNames } from './services.ts';
import { startStack } from './stack.ts';
import { createSupervisor } from './supervisor.ts';
import { readyTable } from './table.ts';

const USAGE = `npm start                       everything, on this machine
npm start -- --fresh            forgets all embedded data first
npm start -- --without <name>   leaves one out (${serviceNames.join(', ')}), to run it elsewhere`;

/** What `npm start` and `npm run dev` do; ends only when it is stopped. */
export async function launch({ isDev }: { isDev: boolean }): Promise<void> {
  const began = Date.now();
  const options = parseOptions();
  const env = readEnvironment();
  const stateDir = env.FOYER_STATE_DIR;
  await clearTheWay(stateDir);
  if (options.isFresh) forgetEverything(env);

  const supervisor = createSupervisor({
    stateDir,
    onWarning: (service, line) => console.log(`${styleText('yellow', service)} ${line}`),
    onCrash: (service, how, lines, retryInMs) => {
      console.error(styleText('red', `${service} ended by itself (${how}). Its last lines:`));
      for (const line of lines) console.error(`  ${line}`);
      if (retryInMs !== null) console.error(`Starting it again in ${retryInMs / 1000} s`);
    },
    onGiveUp: async (service) => {
      console.error(`${service} keeps ending; stopping. Its log: ${logPath(stateDir, service)}`);
      await supervisor.stopAll();
      process.exit(1);
    },
  });
  onAskedToStop(async () => {
    console.log('\nStopping …');
    await supervisor.stopAll();
    console.log('Stopped.');
  }, supervisor.killAll);

  try {
    const { plan, isDemo } = await startStack({
      env,
      supervisor,
      isDev,
      isSeeded: true,
      without: options.without,
    });
    console.log(`\n${readyTable(env, plan, isDemo)}\n`);
    console.log(
      `${styleText('green', 'Foyer is ready')} after ${seconds(began)}. Logs: ${shortPath(join(stateDir, 'logs'))}. Ctrl-C stops everything.`,
    );
  } catch (error) {
    if (supervisor.isStopping()) return;
    await supervisor.stopAll();
    throw error;
  }
}

function parseOptions(): { isFresh: boolean; without: ServiceName[] } {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: 'boolean', default: false },
        without: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const unknown = values.without.find((name) => !serviceNames.includes(name as ServiceName));
    if (unknown) throw new Error(`There is no service called "${unknown}".`);
    return { isFresh: values.fresh, without: values.without as ServiceName[] };
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** One launcher per state directory; what a killed one left running is stopped first. */
async function clearTheWay(stateDir: string): Promise<void> {
  const other = runningLauncher(stateDir);
  if (other !== null) {
    throw new Problem(
      `Foyer is already running from here (process ${other}). Stop it with Ctrl-C in its terminal,\n` +
        `or: kill ${other}. For a second one beside it set FOYER_STATE_DIR and other ports.`,
    );
  }
  const stopped = await stopLeftovers(recordFile(stateDir));
  if (stopped.length > 0) console.log(`Stopped what an earlier run left: ${stopped.join(', ')}`);
}

function forgetEverything(env: Environment): void {
  const given = (['DATABASE_URL', 'REDIS_URL', 'CHECKIN_REDIS_URL'] as const).filter((n) => env[n]);
  if (given.length > 0) {
    throw new Problem(
      `--fresh clears the embedded servers only, and ${given.join(', ')} is set. Empty that one yourself.`,
    );
  }
  removePostgres(env.FOYER_STATE_DIR);
  removeRedis(env.FOYER_STATE_DIR);
  for (const name of ['secrets.json', 'inbox', 'sandbox', 'storage', 'logs']) {
    rmSync(join(env.FOYER_STATE_DIR, name), { recursive: true, force: true });
  }
  console.log('Everything embedded was removed; beginning anew.');
}

function logPath(stateDir: string, service: string): string {
  return shortPath(join(stateDir, 'logs', `${service}.log`));
}
