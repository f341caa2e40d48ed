import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { nodeBinary, rootDir } from '../launcher/paths.ts';
import { endWithUs } from './end-with-us.ts';
import type { Results } from './results.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** After its report is written Jest has this long to end; what keeps it is a leak in a test. */
const EXIT_GRACE_MS = 15_000;

/** Runs the Jest tests whose path matches (all without a filter) and reads their report. */
export async function runJest(
  filters: string[],
  options: {
    env: NodeJS.ProcessEnv;
    reportDir: string;
    namePattern?: string;
    timeoutMs?: number;
  },
): Promise<Results> {
  mkdirSync(options.reportDir, { recursive: true });
  const report = join(options.reportDir, 'jest.json');
  rmSync(report, { force: true });
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(rootDir, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${report}`,
    // Two cores are what a small machine has; the servers under test want their share too.
    '--maxWorkers=2',
    ...(options.namePattern ? ['-t', options.namePattern] : []),
    ...filters,
  ];
  const problem = await runToEnd(args, options.env, report, options.timeoutMs);
  if (!existsSync(report)) {
    return { passed: 0, failed: [`Jest did not report: ${problem ?? 'no output'}`], skipped: [] };
  }
  const results = readReport(report, options.namePattern !== undefined);
  if (problem) results.failed.push(problem);
  return results;
}

function runToEnd(
  args: string[],
  env: NodeJS.ProcessEnv,
  report: string,
  timeoutMs = Number.POSITIVE_INFINITY,
): Promise<string | null> {
  return new Promise((resolve) => {
    // --json prints the report to stdout as well; what people read comes by stderr.
    const child = spawn(nodeBinary, args, {
      cwd: rootDir,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endWithUs(child);
    let reportedAt = 0;
    let isHanging = false;
    const began = Date.now();
    let isLate = false;
    const watch = setInterval(() => {
      if (!reportedAt && existsSync(report)) reportedAt = Date.now();
      if (!reportedAt && !isLate && Date.now() - began > timeoutMs) {
        isLate = true;
        child.kill('SIGKILL');
      }
      if (!reportedAt || Date.now() - reportedAt < EXIT_GRACE_MS) return;
      isHanging = true;
      child.kill('SIGKILL');
    }, 500);
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (isHanging) resolve('Jest did not end after the last test: a test leaves something open');
      else if (isLate) resolve(`not over after ${Math.round(timeoutMs / 1_000)} s`);
      else
        resolve(signal ? `Jest was ended by ${signal}` : code && code > 1 ? `code ${code}` : null);
    });
  });
}

function readReport(file: string, isNameFiltered: boolean): Results {
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const results: Results = { passed: 0, failed: [], skipped: [] };
  for (const suite of testResults) {
    const path = relative(rootDir, suite.name);
    for (const { fullName, status } of suite.assertionResults) {
      if (status === 'passed') results.passed += 1;
      else if (status === 'failed') results.failed.push(`${path}: ${fullName}`);
      // Tests outside of the asked-for name are not skipped, they were not meant.
      else if (!isNameFiltered) results.skipped.push(`${path}: ${fullName}`);
    }
    const hasFailure = suite.assertionResults.some(({ status }) => status === 'failed');
    if (suite.status === 'failed' && !hasFailure) {
      const [reason = ''] = suite.message.split('\n').filter((line) => line.trim() !== '');
      results.failed.push(`${path}: could not run (${reason.trim()})`);
    }
  }
  return results;
}
