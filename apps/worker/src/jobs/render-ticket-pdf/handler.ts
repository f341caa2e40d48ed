import { outboxPayloads } from '@foyer/types';
import { loadDocumentAndKey } from '../../documents/load-document.ts';
import { issueTicketPdf } from '../../documents/ticket-pdf/issue-ticket-pdf.ts';
import { defineJob } from '../job.ts';

/** For somebody who waits for a download that is not in storage. */
export const renderTicketPdfJob = defineJob({
  name: 'render-ticket-pdf',
  lane: 'mail',
  payload: outboxPayloads['tickets.pdf_requested'],
  async handle({ registrationId }, deps) {
    const loaded = await loadDocumentAndKey(deps.pool, registrationId);
    if (loaded?.pdfKey) await issueTicketPdf(deps, loaded);
  },
});
