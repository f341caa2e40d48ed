import type { Logger } from './logger.ts';
import { withTimeout } from './timeout.ts';

type Step = { name: string; stop: () => unknown };

const steps: Step[] = [];
let running: Promise<void> | undefined;

/** Less than a statement may take (15 s): several steps have to end within an orchestrator's 30 s patience. */
const stepTimeoutMs = 10_000;

/** True from the first signal on; readiness answers 503 then, so that no new work is sent here. */
export function isShuttingDown(): boolean {
  return running !== undefined;
}

/** Registers something to stop. Steps run in reverse order: what was started last stops first. */
export function onShutdown(name: string, stop: () => unknown): void {
  steps.push({ name, stop });
}

/** Runs every step once, whatever fails, each within its time. Further calls wait for the first. */
export function runShutdown(logger: Logger, timeoutMs = stepTimeoutMs): Promise<void> {
  running ??= (async () => {
    for (const { name, stop } of steps.splice(0).reverse()) {
      try {
        await withTimeout(`stopping ${name}`, timeoutMs, async () => stop());
      } catch (err) {
        logger.error({ err, step: name }, 'a part did not stop cleanly');
      }
    }
    logger.info('stopped');
  })();
  return running;
}

/** SIGTERM and SIGINT stop the process gracefully; a crash is logged, then stops it with code 1. */
export function handleSignals(logger: Logger): void {
  const stop = (code: number) => void runShutdown(logger).then(() => process.exit(code));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (!isShuttingDown()) logger.info({ signal }, 'stopping');
      stop(0);
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (err: unknown) => {
      logger.fatal({ err }, event);
      stop(1);
    });
  }
}

/** For tests of this module only: forgets what was registered and that a shutdown ran. */
export function resetShutdown(): void {
  steps.length = 0;
  running = undefined;
}
