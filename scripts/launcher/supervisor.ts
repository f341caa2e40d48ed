import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeBinary, rootDir } from './paths.ts';
import { Problem } from './problem.ts';
import { identify, isSameProcess, withDescendants } from './process-identity.ts';
import { openProcessRecord } from './process-record.ts';
import { followWarnings, lastLines, openServiceLog, type ServiceLog } from './service-log.ts';

export interface ServiceSpec {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** PostgreSQL wants SIGINT for a fast shutdown; everything else SIGTERM. */
  stopSignal?: 'SIGTERM' | 'SIGINT';
  /** Answers whether it serves; asked again until it does. */
  isReady: () => Promise<boolean>;
  readyTimeoutMs?: number;
}

export interface SupervisorOptions {
  stateDir: string;
  /** A throwaway folder that goes too should this process be killed before it can clean up. */
  removeWhenOrphaned?: string;
  /** For tests that crash services: each starts again at once, however often. */
  isCrashExpected?: boolean;
  onWarning(service: string, line: string): void;
  /** A service ended by itself: it starts again after `retryInMs`, or, when null, all gives up. */
  onCrash(service: string, how: string, lines: string[], retryInMs: number | null): void;
  /** Called once when a service crashed too often to go on. */
  onGiveUp(service: string): void;
}

interface Running {
  spec: ServiceSpec;
  child: ChildProcess;
  log: ServiceLog;
  exited: Promise<string>;
  isUp: boolean;
  unfollow: () => void;
}

/** Crashes of one service within the window after which another try is pointless. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 60_000;
const STOP_TIMEOUT_MS = 12_000;
const READY_POLL_MS = 100;

/** Starts services one after the other, keeps them running, stops them in reverse order. */
export function createSupervisor(options: SupervisorOptions) {
  const running = new Map<string, Running>();
  const crashes = new Map<string, number[]>();
  const record = openProcessRecord(options.stateDir);
  const warden = startWarden(record.file, options.removeWhenOrphaned);
  /** First start of each: a database that crashed and came back still stops last. */
  const order: string[] = [];
  const specs = new Map<string, ServiceSpec>();
  const downOnPurpose = new Set<string>();
  let isStopping = false;
  let stopping: Promise<void> | undefined;

  async function start(spec: ServiceSpec): Promise<void> {
    specs.set(spec.name, spec);
    const service = launch(spec);
    const outcome = await Promise.race([
      waitUntilReady(service),
      service.exited.then((how) => `it ended (${how})`),
    ]);
    if (outcome === 'ready') {
      service.isUp = true;
      return;
    }
    if (isStopping) throw new Problem('Stopped while starting.');
    throw new Problem(
      [
        `${spec.name} did not start: ${outcome}. Its last lines (${service.log.path}):`,
        ...lastLines(service.log).map((line) => `  ${line}`),
      ].join('\n'),
    );
  }

  function launch(spec: ServiceSpec): Running {
    if (isStopping) throw new Problem('Stopped while starting.');
    const log = openServiceLog(options.stateDir, spec.name);
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd ?? rootDir,
      env: spec.env,
      uid: spec.uid,
      gid: spec.gid,
      // Its own group: Ctrl-C in the terminal reaches the launcher alone, which stops in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    // At once: whoever is killed before leaves it running.
    if (child.pid) record.add(spec.name, child.pid, spec.stopSignal ?? 'SIGTERM');
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const unfollow = followWarnings(log, (line) => options.onWarning(spec.name, line));
    closeSync(log.fd);
    const service: Running = { spec, child, log, exited, isUp: false, unfollow };
    running.set(spec.name, service);
    downOnPurpose.delete(spec.name);
    if (!order.includes(spec.name)) order.push(spec.name);
    exited.then((how) => onExit(service, how));
    return service;
  }

  function onExit(service: Running, how: string): void {
    const { name } = service.spec;
    service.unfollow();
    if (service.child.pid) record.remove(service.child.pid);
    if (running.get(name) === service) running.delete(name);
    if (isStopping || !service.isUp) return;

    const recent = (crashes.get(name) ?? []).filter((at) => at > Date.now() - CRASH_WINDOW_MS);
    recent.push(Date.now());
    crashes.set(name, recent);
    const retryInMs = options.isCrashExpected
      ? 0
      : recent.length >= MAX_CRASHES
        ? null
        : 500 * 2 ** (recent.length - 1);
    options.onCrash(name, how, lastLines(service.log), retryInMs);
    if (retryInMs === null) options.onGiveUp(name);
    else void restart(service.spec, retryInMs);
  }

  async function restart(spec: ServiceSpec, delayMs: number): Promise<void> {
    await sleep(delayMs);
    if (isStopping) return;
    const service = launch(spec);
    // From here on an exit counts as the next crash, also before it answers.
    service.isUp = true;
  }

  /** Asked again while it is at it, it answers when the first time is done. */
  function stopAll(): Promise<void> {
    isStopping = true;
    stopping ??= stopInReverse();
    return stopping;
  }

  async function stopInReverse(): Promise<void> {
    for (const name of order.toReversed()) {
      const service = running.get(name);
      if (service) await stop(service);
    }
    record.close();
    warden.stdin?.end();
  }

  /**
   * Ends a service at once, with every process it forked, as a power cut would. It stays down until
   * `revive`. For tests of what then happens.
   */
  async function kill(name: string): Promise<void> {
    const service = running.get(name);
    if (!service?.child.pid) throw new Error(`${name} is not running`);
    service.isUp = false;
    downOnPurpose.add(name);
    // It forks nobody while its descendants are looked up; and what they share is free once all are gone.
    signalQuietly(service.child.pid, 'SIGSTOP');
    const all = withDescendants(service.child.pid).flatMap((pid) => identify(pid) ?? []);
    for (const { pid } of all) killQuietly(pid);
    await service.exited;
    while (all.some(isSameProcess)) await sleep(5);
  }

  /** Starts a service again that was killed, and returns when it serves. */
  async function revive(name: string): Promise<void> {
    const spec = specs.get(name);
    if (!spec) throw new Error(`${name} was never started`);
    await start(spec);
  }

  /** For a second, impatient Ctrl-C: nobody gets to say goodbye. */
  function killAll(): void {
    isStopping = true;
    for (const service of running.values()) killGroup(service.child);
    record.close();
  }

  return {
    start,
    stopAll,
    killAll,
    kill,
    revive,
    /** How a service is run, e.g. to start a second one of it. */
    specOf: (name: string) => specs.get(name),
    /** Undefined while the service is down. */
    pidOf: (name: string) => running.get(name)?.child.pid,
    /** Also true in the moment between a crash and the start that follows. */
    isMeantToRun: (name: string) => specs.has(name) && !downOnPurpose.has(name),
    isStopping: () => isStopping,
  };
}

export type Supervisor = ReturnType<typeof createSupervisor>;

async function waitUntilReady(service: Running): Promise<string> {
  const timeoutMs = service.spec.readyTimeoutMs ?? 60_000;
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (service.child.exitCode !== null || service.child.signalCode !== null) return 'it ended';
    if (await service.spec.isReady().catch(() => false)) return 'ready';
    await sleep(READY_POLL_MS);
  }
  return `it did not answer within ${timeoutMs / 1000} s`;
}

async function stop(service: Running): Promise<void> {
  service.child.kill(service.spec.stopSignal ?? 'SIGTERM');
  const timer = setTimeout(() => killGroup(service.child), STOP_TIMEOUT_MS);
  await service.exited;
  clearTimeout(timer);
}

function killGroup(child: ChildProcess): void {
  if (child.pid) killQuietly(-child.pid);
}

const killQuietly = (pid: number): void => signalQuietly(pid, 'SIGKILL');

function signalQuietly(pid: number, signal: 'SIGKILL' | 'SIGSTOP'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function startWarden(recordPath: string, removeWhenOrphaned = ''): ChildProcess {
  const script = join(import.meta.dirname, 'warden.ts');
  const warden = spawn(nodeBinary, [script, recordPath, removeWhenOrphaned], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH },
  });
  warden.stdin?.on('error', () => {});
  warden.unref();
  return warden;
}
