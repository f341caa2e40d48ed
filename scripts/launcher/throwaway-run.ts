import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onAskedToStop } from './exit.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

export interface ThrowawayRun {
  /** Goes away with the run. */
  dir: string;
  /** A supervisor with a folder of its own; it is stopped when `work` is done. */
  supervise<T>(
    name: string,
    work: (supervisor: Supervisor, stateDir: string) => Promise<T>,
  ): Promise<T>;
}

/**
 * Servers and files that live as long as `work`, also when it fails, is stopped or is killed.
 * @param options.isCrashExpected a test kills services: they start again at once, every time, unsaid
 */
export async function throwawayRun<T>(
  work: (run: ThrowawayRun) => Promise<T>,
  options: { isCrashExpected?: boolean } = {},
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'foyer-run-'));
  // A database server run by root works as another user and has to get through to its folder.
  chmodSync(dir, 0o755);
  const clean = () => rmSync(dir, { recursive: true, force: true });
  const supervisors = new Set<Supervisor>();
  onAskedToStop(
    async () => {
      await Promise.all([...supervisors].map((supervisor) => supervisor.stopAll()));
      clean();
    },
    () => {
      for (const supervisor of supervisors) supervisor.killAll();
    },
  );
  try {
    return await work({
      dir,
      async supervise(name, inside) {
        const stateDir = join(dir, name);
        mkdirSync(stateDir);
        const supervisor = createSupervisor({
          stateDir,
          removeWhenOrphaned: dir,
          onWarning: () => {},
          isCrashExpected: options.isCrashExpected,
          onCrash: (service, how, lines) => {
            if (options.isCrashExpected) return;
            console.error(`${service} ended by itself (${how}):\n  ${lines.join('\n  ')}`);
          },
          onGiveUp: (service) => console.error(`${service} keeps ending by itself.`),
        });
        supervisors.add(supervisor);
        try {
          return await inside(supervisor, stateDir);
        } finally {
          await supervisor.stopAll();
          supervisors.delete(supervisor);
        }
      },
    });
  } finally {
    clean();
  }
}
