import type { ChildProcess } from 'node:child_process';

/** A run that is stopped takes its test runners along; there is nothing left they could test. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}
