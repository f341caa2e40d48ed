import { randomInt } from 'node:crypto';
import { describeError } from './launcher/problem.ts';
import { type ThrowawayRun, throwawayRun } from './launcher/throwaway-run.ts';
import { startThrowawayServers } from './launcher/throwaway-servers.ts';
import { runJourneys } from './test-runner/browser.ts';
import { runFaults } from './test-runner/faults.ts';
import { runJest } from './test-runner/jest.ts';
import { parseTestOptions, type TestOptions } from './test-runner/options.ts';
import { addResults, noResults, printResults, type Results } from './test-runner/results.ts';

/** What the long form of the fault suite may take; the servers' start and stop come on top. */
const faultsMs = 14.5 * 60_000;

try {
  const options = parseTestOptions(process.argv.slice(2));
  const results = await throwawayRun(async (run) => {
    let all = noResults();
    if (options.jestFilters === undefined || options.jestFilters.length > 0) {
      all = addResults(all, await runOnServers(run, options));
    }
    if (options.browserFilters === undefined || options.browserFilters.length > 0) {
      const journeys = await runJourneys(run, options.browserFilters ?? [], options.hasBrowser);
      all = addResults(all, journeys);
    }
    return all;
  });
  if (results.passed + results.failed.length === 0) console.log('No test ran.');
  printResults(results);
  process.exit(results.failed.length > 0 || results.passed === 0 ? 1 : 0);
} catch (error) {
  console.error(describeError(error));
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

/** Everything but the browser, on servers that live as long as the run. */
function runOnServers(run: ThrowawayRun, options: TestOptions): Promise<Results> {
  return run.supervise('servers', async (supervisor, stateDir) => {
    const binDir = process.env.FOYER_TEST_POSTGRES_BIN;
    const servers = await startThrowawayServers(supervisor, stateDir, binDir);
    const seed = process.env.FOYER_TEST_SEED || String(randomInt(1_000_000));
    console.log(`FOYER_TEST_SEED=${seed}`);
    const env = {
      ...process.env,
      NODE_ENV: 'test',
      FOYER_TEST_SEED: seed,
      FOYER_FAULTS: options.isFaults ? 'long' : 'quick',
      FOYER_TEST_DATABASE_URL: servers.databaseUrl,
      FOYER_TEST_REDIS_URL: servers.redisUrl,
      FOYER_TEST_CHECKIN_REDIS_URL: servers.checkinRedisUrl,
    };
    const filters = options.jestFilters ?? [];
    const common = { env, reportDir: run.dir, namePattern: options.namePattern };
    return options.isFaults
      ? await runFaults(filters, {
          ...common,
          limitMs: faultsMs,
          repeatSeconds: options.repeatSeconds,
        })
      : await runJest(filters, common);
  });
}
