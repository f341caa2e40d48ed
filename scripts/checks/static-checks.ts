import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeBinary, rootDir } from '../launcher/paths.ts';
import { describeError, Problem } from '../launcher/problem.ts';
import { runLogged } from '../launcher/run-logged.ts';

export interface Check {
  title: string;
  /** Throws with what is wrong and, where there is one, the command that mends it. */
  run(say: (what: string) => void): Promise<void>;
}

const bin = (name: string) => join(rootDir, 'node_modules/.bin', name);

export const formatAndLint: Check = {
  title: 'Format and lint',
  run: async () => {
    const biome = (...args: string[]) =>
      runLogged(bin('biome'), ['ci', '--colors=off', ...args, '.']);
    try {
      await biome('--error-on-warnings', '--reporter=summary');
    } catch (error) {
      // The summary names the files; what a linter objects to wants its place as well.
      await biome('--formatter-enabled=false', '--diagnostic-level=warn', '--error-on-warnings');
      throw new Problem(`${describeError(error)}\n\nRun: npm run format`);
    }
  },
};

export const importBoundaries: Check = {
  title: 'Import boundaries',
  run: async () => {
    await runLogged(nodeBinary, [
      join(rootDir, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
      ...['apps', 'libs', 'scripts'],
    ]);
  },
};

/** Every package by itself, with its own tsconfig; one at a time, since tsc uses all cores. */
export const types: Check = {
  title: 'Types',
  run: async (say) => {
    const configs = globSync(
      '{{apps,libs}/*,scripts,tests,infrastructure/load,apps/web/e2e}/tsconfig.json',
      { cwd: rootDir },
    ).sort();
    const problems: string[] = [];
    for (const dir of configs.map((config) => dirname(config))) {
      say(dir);
      try {
        // The web app's route types are written by Next.
        const next = join(rootDir, dir, 'node_modules/next/dist/bin/next');
        if (existsSync(next)) {
          await runLogged(nodeBinary, [next, 'typegen'], {}, join(rootDir, dir));
        }
        await runLogged(bin('tsc'), ['-p', dir]);
      } catch (error) {
        problems.push(describeError(error));
      }
    }
    say('');
    if (problems.length > 0) throw new Problem(problems.join('\n\n'));
  },
};
