import { globSync } from 'node:fs';

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

/** Whether Debian's `faketime` is installed: without it a test of wrong clocks is skipped by name. */
export const hasFaketime = library !== undefined;

/** What makes a process believe that it is so many seconds later, or earlier; timers run as ever. */
export function wrongClock(seconds: number): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_NO_CACHE: '1',
  };
}
