import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TicketPdfInput } from './ticket-pdf.ts';

/** What a thread is asked and answers, in the order of asking. */
export type TypesetAnswer = { pdf: Uint8Array } | { error: string };

type Waiting = { resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void };
type Thread = { worker: Worker; waiting: Waiting[] };

/** One core is left to the queue, the database and the mail server; each thread holds some 100 MB of fonts and code. */
const mostThreads = Math.min(4, Math.max(1, availableParallelism() - 1));
const threads: Thread[] = [];

/**
 * `renderTicketPdf` in a thread: setting type is half of what a mail costs, and a group's hundred pages
 * must not keep the queue's locks from being renewed. A document that brings its thread down fails what
 * the thread had before it, and nothing else.
 */
export function typesetTicketPdf(input: TicketPdfInput): Promise<Uint8Array> {
  const idle = threads.find(({ waiting }) => waiting.length === 0);
  const thread =
    idle ??
    (threads.length < mostThreads ? startThread() : threads.toSorted(byWaiting)[0]) ??
    startThread();
  return new Promise((resolve, reject) => {
    thread.worker.postMessage(input);
    thread.waiting.push({ resolve, reject });
    // Only work keeps the process alive.
    thread.worker.ref();
  });
}

const byWaiting = (a: Thread, b: Thread): number => a.waiting.length - b.waiting.length;

function startThread(): Thread {
  const worker = new Worker(new URL('./typesetter-thread.ts', import.meta.url));
  const thread: Thread = { worker, waiting: [] };
  threads.push(thread);
  worker.on('message', (answer: TypesetAnswer) => {
    const first = thread.waiting.shift();
    if (thread.waiting.length === 0) worker.unref();
    if ('pdf' in answer) first?.resolve(answer.pdf);
    else first?.reject(new Error(answer.error));
  });
  const end = (error: Error) => {
    const at = threads.indexOf(thread);
    if (at >= 0) threads.splice(at, 1);
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the typesetting thread ended')));
  return thread;
}
