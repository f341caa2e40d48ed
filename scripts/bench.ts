import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeBinary, rootDir } from './launcher/paths.ts';

// A scenario starts and stops what it measures; `npm run bench:<name> -- <its options>`.
const [name = '', ...args] = process.argv.slice(2);
const folder = join(rootDir, 'infrastructure/load');
const script = join(folder, `${name}.ts`);

if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  const names = globSync('*.ts', { cwd: folder }).map((file) => basename(file, '.ts'));
  console.error(`There is no benchmark "${name}". Known: ${names.join(', ') || 'none'}`);
  process.exit(1);
}
const child = spawn(nodeBinary, [script, ...args], { cwd: rootDir, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal));
}
process.on('disconnect', () => child.kill('SIGTERM'));
process.channel?.unref();
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
