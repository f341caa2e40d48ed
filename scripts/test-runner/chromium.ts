import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { nodeBinary, rootDir } from '../launcher/paths.ts';
import { runLogged } from '../launcher/run-logged.ts';

/** A browser of the system is used when there is one: it is patched with the system. */
const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const APT = { DEBIAN_FRONTEND: 'noninteractive' };

/** The path of a Chromium that starts, or why there is none. */
export async function findChromium(
  onProgress: (what: string) => void,
): Promise<{ path: string } | { reason: string }> {
  const installed = installedBrowser();
  if (installed) return { path: installed };

  const reasons: string[] = [];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    onProgress('installing chromium with apt-get');
    try {
      await runLogged('apt-get', ['update', '-q'], APT);
      await runLogged(
        'apt-get',
        ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
        APT,
      );
      const path = installedBrowser();
      if (path) return { path };
    } catch (error) {
      reasons.push(`apt-get: ${firstLine(error)}`);
    }
  }
  onProgress("downloading Playwright's browser");
  try {
    const cli = join(rootDir, 'node_modules/@playwright/test/cli.js');
    await runLogged(nodeBinary, [cli, 'install', '--only-shell', 'chromium']);
    const path = installedBrowser();
    if (path) return { path };
  } catch (error) {
    reasons.push(`playwright install: ${firstLine(error)}`);
  }
  return {
    reason: `no Chromium here (${reasons.join('; ')}); set FOYER_CHROMIUM to the path of one`,
  };
}

function installedBrowser(): string | undefined {
  const candidates = [process.env.FOYER_CHROMIUM, ...systemBrowsers, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path) && starts(path));
}

/** Ubuntu's /usr/bin/chromium may be a stub that only tells to install a snap. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
