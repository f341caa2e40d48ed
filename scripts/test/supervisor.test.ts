import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@foyer/testing';
import { identify, isSameProcess } from '../launcher/process-identity.ts';
import { recordFile, runningLauncher, stopLeftovers } from '../launcher/process-record.ts';
import { createSupervisor, type ServiceSpec, type Supervisor } from '../launcher/supervisor.ts';

let dir: string;
let supervisor: Supervisor;
let crashes: { service: string; lines: string[]; retryInMs: number | null }[];
let gaveUp: string[];
let warnings: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foyer-supervisor-'));
  crashes = [];
  gaveUp = [];
  warnings = [];
  supervisor = createSupervisor({
    stateDir: dir,
    onWarning: (service, line) => warnings.push(`${service}: ${line}`),
    onCrash: (service, _how, lines, retryInMs) => crashes.push({ service, lines, retryInMs }),
    onGiveUp: (service) => gaveUp.push(service),
  });
});

afterEach(async () => {
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

const journal = () => readFileSync(join(dir, 'journal'), 'utf8').trim().split('\n');
const pidOf = (name: string) => Number(readFileSync(join(dir, `${name}.pid`), 'utf8'));

/** A service that writes its pid and, when it is asked to stop, its name into the journal. */
function service(name: string, body = ''): ServiceSpec {
  const program = `
    const fs = require('node:fs');
    process.on('SIGTERM', () => { fs.appendFileSync('journal', '${name} stops\\n'); process.exit(0); });
    ${body}
    fs.writeFileSync('${name}.pid.partial', String(process.pid));
    fs.renameSync('${name}.pid.partial', '${name}.pid');
    setInterval(() => {}, 1000);`;
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    cwd: dir,
    env: { PATH: process.env.PATH },
    readyTimeoutMs: 10_000,
    isReady: async () => existsSync(join(dir, `${name}.pid`)),
  };
}

test('services stop in the reverse order of their start', async () => {
  appendFileSync(join(dir, 'journal'), '');
  for (const name of ['database', 'api', 'web']) await supervisor.start(service(name));

  await supervisor.stopAll();

  expect(journal()).toEqual(['web stops', 'api stops', 'database stops']);
});

test('one that ends while starting is an error with its last lines', async () => {
  const failing = service('api', `console.error('port is cursed'); process.exit(3);`);

  await expect(supervisor.start(failing)).rejects.toThrow(/exit code 3.*port is cursed/s);
});

test('one that never answers is an error that says so', async () => {
  const mute = { ...service('api'), isReady: async () => false, readyTimeoutMs: 300 };

  await expect(supervisor.start(mute)).rejects.toThrow(/did not answer within 0.3 s/);
});

test('one that is killed is shown with its last lines and started again', async () => {
  await supervisor.start(service('api', `console.log('was here');`));
  const before = pidOf('api');

  process.kill(before, 'SIGKILL');

  await until(() => pidOf('api') !== before, { what: 'a new process' });
  expect(crashes).toEqual([{ service: 'api', lines: ['was here'], retryInMs: 500 }]);
});

test('one that crashed is meant to run while it has no process; one that was taken down is not', async () => {
  await supervisor.start(service('api'));
  process.kill(pidOf('api'), 'SIGKILL');
  await until(() => supervisor.pidOf('api') === undefined, { what: 'the end', everyMs: 5 });
  expect(supervisor.isMeantToRun('api')).toBe(true);

  await until(() => supervisor.pidOf('api') !== undefined, { what: 'a new process' });
  await supervisor.kill('api');
  expect(supervisor.isMeantToRun('api')).toBe(false);
  await supervisor.revive('api');
  expect(supervisor.isMeantToRun('api')).toBe(true);
  expect(supervisor.isMeantToRun('worker')).toBe(false);
});

test('one that keeps ending is given up', async () => {
  const spec = service('api');
  await supervisor.start(spec);
  // From now on it ends right after its start.
  spec.args = ['-e', 'process.exit(1)'];

  process.kill(pidOf('api'), 'SIGKILL');

  await until(() => gaveUp.length > 0);
  expect(gaveUp).toEqual(['api']);
  expect(crashes.at(-1)?.retryInMs).toBeNull();
});

test('warnings of a service reach the terminal, the rest stays in its log', async () => {
  const log = (level: string) =>
    `console.log(JSON.stringify({ level: '${level}', msg: '${level}' }));`;
  await supervisor.start(service('api', log('info') + log('warn')));

  await until(() => warnings.length > 0);

  expect(warnings).toEqual(['api: warn']);
  expect(readFileSync(join(dir, 'logs/api.log'), 'utf8')).toContain('"info"');
});

test('a launcher killed with SIGKILL takes its services along', async () => {
  const other = join(dir, 'other');
  const launcher = spawn(process.execPath, ['-e', launcherProgram(other)], { stdio: 'ignore' });
  const serviceFile = join(other, 'service.pid');
  await until(() => existsSync(serviceFile), { what: 'the service' });
  const pid = await until(() => Number(readFileSync(serviceFile, 'utf8')));
  expect(identify(pid)).not.toBeNull();
  // On a busy machine the service may be up before its launcher has written down that it started it.
  await until(() => readFileSync(recordFile(other), 'utf8').includes(String(pid)));

  launcher.kill('SIGKILL');

  await until(() => identify(pid) === null, { what: 'the service to be gone' });
  expect(runningLauncher(other)).toBeNull();
});

test('what a dead launcher left is stopped by the next start, and nothing else', async () => {
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await supervisor.start(service('api'));
  const leftover = identify(pidOf('api'));
  const record = recordFile(dir);
  const entries = JSON.parse(readFileSync(record, 'utf8'));
  // The number of a process that ended long ago now belongs to somebody else.
  entries.processes.push({
    name: 'worker',
    pid: bystander.pid,
    startedAt: 'another boot/1',
    stopSignal: 'SIGTERM',
  });
  const copy = join(dir, 'left.json');
  appendFileSync(copy, JSON.stringify(entries));

  expect(await stopLeftovers(copy)).toEqual(['api']);

  expect(leftover && isSameProcess(leftover)).toBe(false);
  expect(identify(bystander.pid ?? 0)).not.toBeNull();
  bystander.kill();
});

/** A launcher of its own that starts one service and then just lives. */
function launcherProgram(stateDir: string): string {
  const url = (file: string) => JSON.stringify(join(import.meta.dirname, '../launcher', file));
  const program = `require('node:fs').writeFileSync('service.pid', String(process.pid)); setInterval(() => {}, 1000)`;
  return `(async () => {
    require('node:fs').mkdirSync(${JSON.stringify(stateDir)}, { recursive: true });
    const { createSupervisor } = await import(${url('supervisor.ts')});
    const nothing = () => {};
    const supervisor = createSupervisor({
      stateDir: ${JSON.stringify(stateDir)}, onWarning: nothing, onCrash: nothing, onGiveUp: nothing,
    });
    await supervisor.start({
      name: 'service', command: process.execPath, args: ['-e', ${JSON.stringify(program)}],
      cwd: ${JSON.stringify(stateDir)}, env: {}, isReady: async () => true,
    });
  })()`;
}
