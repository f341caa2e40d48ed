import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { rootDir } from './launcher/paths.ts';

const biome = join(rootDir, 'node_modules/.bin/biome');
const paths = process.argv.slice(2);
const { status } = spawnSync(biome, ['check', '--write', ...(paths.length > 0 ? paths : ['.'])], {
  cwd: rootDir,
  stdio: 'inherit',
});
process.exit(status ?? 1);
