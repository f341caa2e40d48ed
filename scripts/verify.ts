import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findStaleFiles } from './checks/generated-files.ts';
import { type Check, formatAndLint, importBoundaries, types } from './checks/static-checks.ts';
import { nodeBinary } from './launcher/paths.ts';
import { describeError, Problem } from './launcher/problem.ts';
import { step } from './launcher/progress.ts';

const generatedFilesAreCurrent: Check = {
  title: 'Generated files are current',
  run: async () => {
    const stale = await findStaleFiles();
    if (stale.length === 0) return;
    throw new Problem(`Not current: ${stale.join(', ')}\nRun: npm run generate`);
  },
};

const hasTests = !process.argv.includes('--no-tests');
const failed: string[] = [];
for (const check of [formatAndLint, importBoundaries, types, generatedFilesAreCurrent]) {
  try {
    await step(check.title, (say) => check.run(say));
  } catch (error) {
    console.error(`\n${describeError(error)}\n`);
    failed.push(check.title);
  }
}

const args = process.argv.slice(2).filter((arg) => arg !== '--no-tests');
// Before the tests, whose summary is the last line.
if (failed.length > 0) console.error(`Failed checks: ${failed.join(', ')}\n`);
const tests = hasTests ? runTests(args) : 0;
process.exit(failed.length > 0 ? 1 : tests);

/** As a process of its own, so that its summary and its way of stopping are the same as alone. */
function runTests(testArgs: string[]): number {
  const script = join(import.meta.dirname, 'test.ts');
  return spawnSync(nodeBinary, [script, ...testArgs], { stdio: 'inherit' }).status ?? 1;
}
