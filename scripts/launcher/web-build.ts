import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeBinary, rootDir } from './paths.ts';
import { runLogged } from './run-logged.ts';

const webDir = join(rootDir, 'apps/web');
const stampFile = join(webDir, '.next', 'foyer-build');

/** What goes into a build. `public` is read when the server starts and `e2e` never. */
const sources = [
  'apps/web/src/**/*',
  'apps/web/*.{ts,mjs,json}',
  'libs/types/src/**/*',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
];

export function isWebBuilt(): boolean {
  try {
    return readFileSync(stampFile, 'utf8').trim() === sourceHash();
  } catch {
    return false;
  }
}

/** Builds the web app for `next start`. */
export async function buildWeb(): Promise<void> {
  const hash = sourceHash();
  rmSync(stampFile, { force: true });
  const next = join(webDir, 'node_modules/next/dist/bin/next');
  await runLogged(
    nodeBinary,
    [next, 'build'],
    { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    webDir,
  );
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${hash}\n`);
}

function sourceHash(): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(sources, { cwd: rootDir }).filter(
    (file) => !/\.test\.tsx?$|next-env\.d\.ts$|playwright|codegen/.test(file),
  );
  for (const file of files.sort()) {
    const path = join(rootDir, file);
    if (statSync(path).isFile()) hash.update(`\0${file}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}
