import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

/** Whether Debian's `faketime` is installed: without it a test of wrong clocks is skipped by name. */
export const hasFaketime = library !== undefined;

const offset = (seconds: number) => `${seconds < 0 ? '' : '+'}${seconds}s`;

/** Timers run as ever. */
const onlyTheClock = {
  LD_PRELOAD: library,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
  FAKETIME_NO_CACHE: '1',
};

/** What makes a process believe that it is so many seconds later, or earlier. */
export function wrongClock(seconds: number): NodeJS.ProcessEnv {
  return { ...onlyTheClock, FAKETIME: offset(seconds) };
}

/** A clock that is right until it is set while its processes run; for the tests of one `describe`. */
export function settableClock(): { variables: NodeJS.ProcessEnv; set(seconds: number): void } {
  const dir = mkdtempSync(join(tmpdir(), 'foyer-clock-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'offset');
  const set = (seconds: number) => writeFileSync(file, offset(seconds));
  set(0);
  // FAKETIME itself would count for more than the file.
  return {
    variables: { ...onlyTheClock, FAKETIME: undefined, FAKETIME_TIMESTAMP_FILE: file },
    set,
  };
}
