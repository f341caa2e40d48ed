import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nodeBinary, rootDir } from '../launcher/paths.ts';
import { endWithUs } from './end-with-us.ts';
import { noResults, type Results } from './results.ts';

const cli = join(rootDir, 'node_modules/@playwright/test/cli.js');
const config = join(rootDir, 'apps/web/playwright.config.ts');

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ projectName: z.string(), status: z.string() })),
});
const suiteSchema = z.object({
  title: z.string(),
  specs: z.array(specSchema).default([]),
  get suites() {
    return z.array(suiteSchema).default([]);
  },
});
const reportSchema = z.object({
  suites: z.array(suiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

export function hasJourneys(): boolean {
  return existsSync(config);
}

/** Runs the journeys against a stack that is up; `env` says where. */
export async function runPlaywright(
  filters: string[],
  options: { env: NodeJS.ProcessEnv; reportDir: string },
): Promise<Results> {
  const report = join(options.reportDir, 'playwright.json');
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(
      nodeBinary,
      [cli, 'test', '--config', config, '--reporter=list,json', ...filters],
      {
        cwd: join(rootDir, 'apps/web'),
        env: { ...options.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    endWithUs(child);
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (!existsSync(report)) {
    return { ...noResults(), failed: [`Playwright did not report (code ${code})`] };
  }
  const results = readReport(readFileSync(report, 'utf8'));
  if (code !== 0 && results.failed.length === 0)
    results.failed.push(`Playwright ended with ${code}`);
  return results;
}

/** Every journey as skipped, with the reason. Needs neither a browser nor a stack. */
export function listAsSkipped(filters: string[], reason: string): Results {
  const list = spawnSync(
    nodeBinary,
    [cli, 'test', '--config', config, '--list', '--reporter=json', ...filters],
    { cwd: join(rootDir, 'apps/web'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const start = list.stdout.indexOf('{');
  if (list.status !== 0 || start < 0) {
    const problem = (list.stderr || list.stdout).trim().split('\n')[0];
    return { ...noResults(), failed: [`The journeys cannot be listed: ${problem}`] };
  }
  const specs = allSpecs(reportSchema.parse(JSON.parse(list.stdout.slice(start))));
  return { ...noResults(), skipped: specs.map(({ name }) => `${name} (${reason})`) };
}

function readReport(text: string): Results {
  const report = reportSchema.parse(JSON.parse(text));
  const results = noResults();
  for (const { name, status } of allSpecs(report)) {
    if (status === 'skipped') results.skipped.push(name);
    else if (status === 'unexpected') results.failed.push(name);
    else results.passed += 1;
    if (status === 'flaky') console.log(`Passed only when tried again: ${name}`);
  }
  for (const { message = 'unknown' } of report.errors) {
    results.failed.push(`Playwright: ${message.split('\n')[0]}`);
  }
  return results;
}

function allSpecs(report: z.infer<typeof reportSchema>): { name: string; status: string }[] {
  const walk = (
    suite: z.infer<typeof suiteSchema>,
    above: string[],
  ): { name: string; status: string }[] => {
    // The outermost suite is the file, whose name stands in every spec anyway.
    const path = above.length === 0 ? [suite.title] : [...above, suite.title];
    const own = suite.specs.flatMap((spec) =>
      spec.tests.map(({ projectName, status }) => ({
        name: `${path.join(' › ')} › ${spec.title}${projectName ? ` [${projectName}]` : ''}`,
        status,
      })),
    );
    return [...own, ...suite.suites.flatMap((inner) => walk(inner, path))];
  };
  return report.suites.flatMap((suite) => walk(suite, []));
}
