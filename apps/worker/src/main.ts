import { constants, setPriority } from 'node:os';
import { createLogger, handleSignals, parseEnv } from '@foyer/runtime';
import { workerEnv } from './env.ts';
import { startWorker } from './worker.ts';

const env = parseEnv(workerEnv);
const logger = createLogger('worker', { level: env.LOG_LEVEL });
handleSignals(logger);
// Mails can wait for a buyer: where both share a machine, this takes what the others leave.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const takeoverMs = env.WORKER_TAKEOVER_SECONDS * 1_000;
const { port } = await startWorker(env, logger, {
  stall: { lockMs: takeoverMs, checkMs: takeoverMs },
});
logger.info({ port }, 'the worker is running');
