// The first thing that runs on a bare machine: plain Node 20, no dependencies. It installs what the
// lockfile says, then hands over to the TypeScript command on the Node 24 of node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@12.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.foyer-install');
const [command, ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Foyer needs Node 20 or newer; this is ${process.version}. See https://nodejs.org`);
}
if (!command || !/^[a-z]+$/.test(command) || !existsSync(join(root, 'scripts', `${command}.ts`))) {
  fail('Use one of: npm start, npm test, npm run dev | verify | diagnose | generate | format');
}

await install();
run(join(root, 'node_modules', '.bin', 'node'));

function stamp() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.update(`${process.platform} ${process.arch} ${PNPM}`).digest('hex');
}

async function install() {
  const wanted = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wanted) return;

  const began = Date.now();
  console.log('Installing dependencies (about a minute the first time) …');
  // With NODE_ENV=production pnpm would leave out the tools that run everything below.
  const { NODE_ENV: _left, ...env } = process.env;
  const code = await finished(
    spawn(
      'npx',
      // Engines are checked against the Node everything but this file runs on.
      ['-y', PNPM, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'].concat([
        '--config.nodeVersion=24.21.0',
      ]),
      { cwd: root, env: { ...env, npm_config_update_notifier: 'false' }, stdio: 'inherit' },
    ),
  );
  if (code !== 0) {
    fail(
      'Installing dependencies failed; the reason stands above. Without network access to the npm\n' +
        'registry, set npm_config_registry to a mirror you can reach and run the command again.',
    );
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${wanted}\n`);
  console.log(`Dependencies installed in ${Math.round((Date.now() - began) / 1000)} s`);
}

function run(node) {
  const works = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (works.status !== 0) {
    fail('node_modules holds no working Node 24. Remove node_modules and run the command again.');
  }
  const script = join(root, 'scripts', `${command}.ts`);
  // The IPC channel tells the command at once when this process disappears, however it was killed.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  watchParent(child);
  child.on('error', (error) => fail(`Cannot run ${script}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : code);
  });
}

/**
 * npm killed with SIGKILL cannot forward a signal: being adopted by another parent is the sign. The
 * scripts in package.json say `exec`, so that npm itself is the parent and not a shell.
 */
function watchParent(child) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1000).unref();
}

function finished(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
