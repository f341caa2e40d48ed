import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvironment } from '../launcher/environment.ts';
import { rootDir, shortPath } from '../launcher/paths.ts';
import { step } from '../launcher/progress.ts';
import { type Stack, startStack } from '../launcher/stack.ts';
import type { ThrowawayRun } from '../launcher/throwaway-run.ts';
import { freePortVariables } from '../launcher/throwaway-system.ts';
import { findChromium } from './chromium.ts';
import { hasJourneys, listAsSkipped, runPlaywright } from './playwright.ts';
import { noResults, type Results } from './results.ts';

/** The journeys in a real browser, against everything `npm start` starts, on ports of their own. */
export async function runJourneys(
  run: ThrowawayRun,
  filters: string[],
  isWanted: boolean,
): Promise<Results> {
  if (!hasJourneys()) return noResults();
  if (!isWanted) return listAsSkipped(filters, '--no-browser');
  const browser = await step('Browser', async (say) => {
    const found = await findChromium(say);
    say('path' in found ? found.path : 'none');
    return found;
  });
  if ('reason' in browser) return listAsSkipped(filters, browser.reason);

  return await run.supervise('stack', async (supervisor, stateDir) => {
    const env = parseEnvironment({
      FOYER_STATE_DIR: stateDir,
      ...(await freePortVariables()),
      // The journeys' own receivers of webhooks are on this machine.
      WEBHOOKS_TO_PRIVATE_NETWORKS: 'true',
    });
    const stack = await startStack({
      env,
      supervisor,
      isSeeded: true,
      isThrowaway: true,
      postgresBinDir: process.env.FOYER_TEST_POSTGRES_BIN,
    });
    const results = await runPlaywright(filters, {
      reportDir: run.dir,
      env: { ...process.env, ...addresses(stack), FOYER_CHROMIUM: browser.path },
    });
    if (results.failed.length > 0) keepLogs(stateDir);
    return results;
  });
}

/** What a journey needs to know; see apps/web/e2e. */
function addresses({ plan, secrets }: Stack): NodeJS.ProcessEnv {
  return {
    PUBLIC_WEB_URL: plan.publicUrls.web,
    PUBLIC_API_URL: plan.publicUrls.api,
    PUBLIC_CHECKIN_URL: plan.publicUrls.checkin,
    INBOX_URL: plan.publicUrls.inbox,
    SANDBOX_URL: plan.publicUrls.sandbox,
    FOYER_E2E_DATABASE_URL: plan.adminUrl,
    FOYER_E2E_REDIS_URL: plan.redisUrl,
    FOYER_E2E_CHECKIN_REDIS_URL: plan.checkinRedisUrl,
    // To sign tickets as they are printed.
    FOYER_E2E_SECRET: secrets.foyerSecret,
  };
}

/** What the services said is half of why a journey failed; the run's own folder is about to go. */
function keepLogs(stateDir: string): void {
  const to = join(rootDir, 'test-results', 'service-logs');
  rmSync(to, { recursive: true, force: true });
  cpSync(join(stateDir, 'logs'), to, { recursive: true });
  console.log(`The services' logs are in ${shortPath(to)}`);
}
