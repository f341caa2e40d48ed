import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/**
 * The journeys, in a real browser against a whole running system. `npm test` starts one and says
 * where it is through the environment; by hand, start one and run `playwright test` here.
 */
const chromium =
  process.env.FOYER_CHROMIUM ?? ['/usr/bin/chromium'].find((path) => existsSync(path));

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../../test-results/journeys',
  // One seeded world; journeys that change it must not meet each other's changes half done.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A shared machine stumbles; what passed only the second time is named in the summary.
  retries: process.env.CI ? 1 : 0,
  // Only what fails waits for these.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: process.env.PUBLIC_WEB_URL ?? 'http://localhost:3000',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
