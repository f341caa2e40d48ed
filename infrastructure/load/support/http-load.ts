import { connect } from 'node:net';
import { runApart } from './apart.ts';
import { readAnswer } from './http-connection.ts';
import type { LoadPlan, LoadReport } from './load-client.ts';

/** Runs clients in a process of their own: what to use where requests and answers are plain data. */
export const loadApart = (plan: LoadPlan): Promise<LoadReport> =>
  runApart(import.meta.resolve('./load-client.ts'), plan);

export type LoadResult = {
  /** Answers that `isGood` accepted, per second of the measured time. */
  perSecond: number;
  good: number;
  bad: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Fewest answers of one client over most answers of one client. */
  fairness: number;
  firstBad?: string;
};

/**
 * Keep-alive clients on raw sockets: all are opened first, then start together, each sends its next
 * request when it has its answer. They run in this process, for requests that have to be computed;
 * `loadApart` is the one to take where they need not be.
 */
export async function loadHttp(options: {
  host: string;
  port: number;
  clients: number;
  seconds: number;
  /** The bytes of one request; called for each. */
  request: () => Buffer;
  isGood: (body: string) => boolean;
  onGood?: (body: string) => void;
}): Promise<LoadResult> {
  const sockets = await Promise.all(
    Array.from(
      { length: options.clients },
      () =>
        new Promise<ReturnType<typeof connect>>((resolve, reject) => {
          const socket = connect({ host: options.host, port: options.port, noDelay: true });
          socket.once('connect', () => resolve(socket)).once('error', reject);
        }),
    ),
  );
  const latencies: number[] = [];
  const served = new Array<number>(options.clients).fill(0);
  let good = 0;
  let bad = 0;
  let firstBad: string | undefined;
  const started = performance.now();
  const end = started + options.seconds * 1000;

  await Promise.all(
    sockets.map(
      (socket, client) =>
        new Promise<void>((resolve) => {
          let buffered = Buffer.alloc(0);
          let sentAt = 0;
          const send = () => {
            sentAt = performance.now();
            if (sentAt >= end) {
              socket.destroy();
              return resolve();
            }
            socket.write(options.request());
          };
          socket.on('data', (chunk) => {
            buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
            const body = readAnswer(buffered)?.body;
            if (body === undefined) return;
            buffered = Buffer.alloc(0);
            latencies.push(performance.now() - sentAt);
            served[client] = (served[client] ?? 0) + 1;
            if (options.isGood(body)) {
              good += 1;
              options.onGood?.(body);
            } else {
              bad += 1;
              firstBad ??= body.slice(0, 500);
            }
            send();
          });
          socket.on('error', () => {
            bad += 1;
            resolve();
          });
          socket.on('close', () => resolve());
          send();
        }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  return {
    perSecond: good / seconds,
    good,
    bad,
    p50: at(0.5),
    p99: at(0.99),
    fairness: Math.min(...served) / Math.max(1, ...served),
    firstBad,
  };
}
