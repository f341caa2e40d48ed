import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onAskedToStop } from './launcher/exit.ts';
import { describeError } from './launcher/problem.ts';
import { createSupervisor } from './launcher/supervisor.ts';
import { startThrowawayServers } from './launcher/throwaway-servers.ts';
import { runJest } from './test-runner/jest.ts';
import { parseTestOptions, type TestOptions } from './test-runner/options.ts';
import { addResults, noResults, printResults, type Results } from './test-runner/results.ts';

const reportDir = mkdtempSync(join(tmpdir(), 'foyer-test-'));
// The database server runs as another user than root and has to get through to its folder.
chmodSync(reportDir, 0o755);

try {
  const options = parseTestOptions(process.argv.slice(2));
  const results = await runAll(options);
  printResults(results);
  process.exitCode = results.failed.length > 0 || results.passed === 0 ? 1 : 0;
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
} finally {
  rmSync(reportDir, { recursive: true, force: true });
}
process.exit();

async function runAll(options: TestOptions): Promise<Results> {
  let results = noResults();
  if (options.jestFilters?.length !== 0 || options.namePattern) {
    results = addResults(results, await runOnServers(options));
  }
  return results;
}

/** Everything but the browser, on servers that live as long as the run. */
async function runOnServers(options: TestOptions): Promise<Results> {
  const stateDir = join(reportDir, 'servers');
  mkdirSync(stateDir);
  const supervisor = createSupervisor({
    stateDir,
    removeWhenOrphaned: reportDir,
    onWarning: () => {},
    onCrash: (service, how, lines) =>
      console.error(`${service} ended during the tests (${how})\n${lines.join('\n')}`),
    onGiveUp: () => {},
  });
  onAskedToStop(async () => {
    await supervisor.stopAll();
    rmSync(reportDir, { recursive: true, force: true });
  }, supervisor.killAll);

  try {
    const servers = await startThrowawayServers(
      supervisor,
      stateDir,
      process.env.FOYER_TEST_POSTGRES_BIN,
    );
    return await runJest(options.jestFilters ?? [], {
      reportDir,
      namePattern: options.namePattern,
      env: {
        ...process.env,
        NODE_ENV: 'test',
        FOYER_TEST_DATABASE_URL: servers.databaseUrl,
        FOYER_TEST_REDIS_URL: servers.redisUrl,
        FOYER_TEST_CHECKIN_REDIS_URL: servers.checkinRedisUrl,
      },
    });
  } finally {
    await supervisor.stopAll();
  }
}
