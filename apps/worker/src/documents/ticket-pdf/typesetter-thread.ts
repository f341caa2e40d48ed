import { parentPort } from 'node:worker_threads';
import { renderTicketPdf, type TicketPdfInput } from './ticket-pdf.ts';
import type { TypesetAnswer } from './typesetter.ts';

/** One after the other, so that answers come in the order of asking. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (input: TicketPdfInput) => {
  last = last.then(async () => {
    const answer: TypesetAnswer = await renderTicketPdf(input).then(
      (pdf) => ({ pdf }),
      (error: Error) => ({ error: error.stack ?? error.message }),
    );
    parentPort?.postMessage(answer);
  });
});
