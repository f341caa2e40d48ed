import { existsSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';

/**
 * Ends this process at once, as a power cut would, where a test asks for it; everywhere else it does
 * nothing. `FOYER_KILL_POINT` names the point:
 *
 * - `reserve.after-commit`, or `reserve.after-commit:3` for the third time it is passed;
 * - the absolute path of a file that holds such a line. It may be written while the process runs and
 *   is removed when it strikes, so that the process that is started again lives on.
 */
export const killPoint: (name: string) => void = createKillPoint(process.env, die);

/**
 * @throws in production unless a second variable says that dying is meant: a variable that was left
 *   behind must not be able to end a service that people pay for.
 */
export function createKillPoint(
  env: Record<string, string | undefined>,
  die: (name: string) => void,
): (name: string) => void {
  const given = env.FOYER_KILL_POINT;
  if (!given) return () => {};
  if (
    env.NODE_ENV === 'production' &&
    env.FOYER_ALLOW_KILL_POINT_IN_PRODUCTION !== 'yes-kill-this-process'
  ) {
    throw new Error(
      'FOYER_KILL_POINT is set in production: this process would kill itself. Unset it.',
    );
  }
  if (given.startsWith('/')) return (name) => passFile(given, name, die);
  const point = parsePoint(given);
  return (name) => {
    if (name !== point.name) return;
    point.times -= 1;
    if (point.times === 0) die(name);
  };
}

function passFile(file: string, name: string, die: (name: string) => void): void {
  if (!existsSync(file)) return;
  const point = parsePoint(readFileSync(file, 'utf8'));
  if (name !== point.name) return;
  if (point.times > 1) {
    writeFileSync(file, `${name}:${point.times - 1}`);
    return;
  }
  rmSync(file, { force: true });
  die(name);
}

function parsePoint(text: string): { name: string; times: number } {
  const [name = '', times = '1'] = text.trim().split(':');
  return { name, times: Number(times) };
}

/** SIGKILL: no handler runs, nothing is flushed, no connection says goodbye. */
function die(name: string): void {
  const line = { level: 'fatal', time: new Date().toISOString(), killPoint: name };
  // Past the logger, whose buffer would die with the process.
  writeSync(2, `${JSON.stringify({ ...line, msg: 'killed at a kill point' })}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment to arrive; nothing of ours runs until it does.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}
