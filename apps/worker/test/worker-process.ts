import { createLogger, handleSignals, parseEnv } from '@foyer/runtime';
import { workerEnv } from '../src/env.ts';
import { startWorker } from '../src/worker.ts';

/** The worker as it runs in production, but for how soon it takes over from a dead one. */
const env = parseEnv(workerEnv);
const logger = createLogger('worker', { level: 'warn' });
handleSignals(logger);
const { port } = await startWorker(env, logger, { stall: { lockMs: 1_500, checkMs: 500 } });
process.send?.({ port });
