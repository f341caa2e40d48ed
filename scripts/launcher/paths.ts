import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const rootDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node that runs every part: the 24 of node_modules, whatever the machine has. */
export const nodeBinary = process.execPath;

/** Where an installation keeps its state unless FOYER_STATE_DIR says otherwise. */
export const defaultStateDir = join(rootDir, '.foyer');

/** A short, stable name for a state directory, for places outside of it. */
export function stateDirHash(stateDir: string): string {
  return createHash('sha256').update(stateDir).digest('hex').slice(0, 12);
}

/** As a person in the checkout would write it. */
export function shortPath(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(rootDir, path);
  return short.startsWith('..') ? path : short;
}
