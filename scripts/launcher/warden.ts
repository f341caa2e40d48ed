// Outlives the launcher by a moment: when the launcher disappears without a goodbye (kill -9, a
// crash, the machine's memory killer), its end of this process's stdin closes, and the warden stops
// what the launcher recorded. A launcher that stops properly removes the record first.
import { existsSync, rmSync } from 'node:fs';
import { stopLeftovers } from './process-record.ts';

const [recordPath, throwawayDir] = process.argv.slice(2);
if (!recordPath) throw new Error('usage: warden.ts <record file>');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', async () => {
  const isOrphaned = existsSync(recordPath);
  await stopLeftovers(recordPath);
  if (isOrphaned && throwawayDir) rmSync(throwawayDir, { recursive: true, force: true });
  process.exit(0);
});
