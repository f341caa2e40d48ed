import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createLogger, handleSignals, keepObjectsYoung, parseEnv } from '@foyer/runtime';
import { workerEnv } from './env.ts';
import { startWorker } from './worker.ts';

keepObjectsYoung();
const env = parseEnv(workerEnv);
const logger = createLogger('worker', { level: env.LOG_LEVEL });
handleSignals(logger);
yieldToBuyers();
const takeoverMs = env.WORKER_TAKEOVER_SECONDS * 1_000;
const { port } = await startWorker(env, logger, {
  stall: { lockMs: takeoverMs, checkMs: takeoverMs },
});
logger.info({ port }, 'the worker is running');

/** Mails can wait for a buyer: where both share a machine, this takes what the others leave. */
function yieldToBuyers(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  setPriority(PRIORITY_BELOW_NORMAL);
  try {
    // Where Linux shares a processor between sessions first, that alone ranks nothing but our own threads: sched(7).
    writeFileSync('/proc/self/autogroup', String(PRIORITY_BELOW_NORMAL));
  } catch {
    // Not Linux, or without that feature.
  }
}
