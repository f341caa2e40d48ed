import { describeError } from './problem.ts';

/** A second signal this soon is the same Ctrl-C arriving by another way (terminal and npm). */
const SAME_SIGNAL_MS = 1500;

/**
 * Calls `stop` once when this process is asked to end: by a signal, or because the process that
 * started it is gone. Asked again, it gives up waiting and calls `kill`.
 */
export function onAskedToStop(stop: () => Promise<void>, kill: () => void): void {
  let askedAt = 0;
  const ask = (code: number) => {
    if (askedAt > 0) {
      if (Date.now() - askedAt < SAME_SIGNAL_MS) return;
      kill();
      process.exit(code);
    }
    askedAt = Date.now();
    stop().then(
      () => process.exit(code),
      (error) => {
        console.error(describeError(error));
        kill();
        process.exit(1);
      },
    );
  };
  // A terminal that went away must not keep us from stopping in order.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  process.on('SIGINT', () => ask(130));
  process.on('SIGTERM', () => ask(143));
  process.on('SIGHUP', () => ask(129));
  // A worker of Jest keeps its own channel, and sees a copy of `process` that cannot let go of it.
  if (process.channel && !process.env.JEST_WORKER_ID) {
    process.on('disconnect', () => ask(1));
    process.channel.unref();
  }
}
