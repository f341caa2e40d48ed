import { createLogger, handleSignals, parseEnv } from '@foyer/runtime';
import { workerEnv } from './env.ts';
import { startWorker } from './worker.ts';

const env = parseEnv(workerEnv);
const logger = createLogger('worker', { level: env.LOG_LEVEL });
handleSignals(logger);
const takeoverMs = env.WORKER_TAKEOVER_SECONDS * 1_000;
const { port } = await startWorker(env, logger, {
  stall: { lockMs: takeoverMs, checkMs: takeoverMs },
});
logger.info({ port }, 'the worker is running');
