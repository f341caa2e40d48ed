import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const rootDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node that runs every part: the 24 of node_modules, whatever the machine has. */
export const nodeBinary = process.execPath;

/** Where an installation keeps its state unless FOYER_STATE_DIR says otherwise. */
export const defaultStateDir = join(rootDir, '.foyer');

/** As a person in the checkout would write it. */
export function shortPath(path: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(rootDir, path);
  return short.startsWith('..') ? path : short;
}
