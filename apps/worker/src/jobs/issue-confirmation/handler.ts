import { outboxPayloads } from '@foyer/types';
import { deliverOnce } from '../../delivery.ts';
import { loadDocumentAndKey } from '../../documents/load-document.ts';
import { issueTicketPdf } from '../../documents/ticket-pdf/issue-ticket-pdf.ts';
import { translator } from '../../i18n/index.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob } from '../job.ts';
import { confirmationMail } from './template.ts';

/** Renders the tickets and mails them: once when a registration is confirmed, once per wish to send again. */
export const issueConfirmation = defineJob({
  name: 'issue-confirmation',
  lane: 'mail',
  payload: outboxPayloads['registration.confirmed'],
  async handle({ registrationId }, deps, { jobId, topic, logger }) {
    const loaded = await loadDocumentAndKey(deps.pool, registrationId);
    const address = loaded?.document.registration.buyerEmail;
    // Without a key there are no tickets: all were given to somebody else.
    if (!loaded?.pdfKey || !address) {
      logger.info({ registrationId }, 'not confirmed any more, or all given away: nothing to send');
      return;
    }
    const dedupeKey =
      topic === 'confirmation.resend_requested'
        ? jobId
        : `registration.confirmed:${registrationId}`;
    await deliverOnce(deps, dedupeKey, async () => {
      const { document } = loaded;
      const { registration, organization, event } = document;
      const pdf = await issueTicketPdf(deps, loaded);
      return {
        to: address,
        fromName: organization.name,
        replyTo: event.contactEmail,
        ...renderMail(confirmationMail(document, deps.links), registration.locale),
        attachments: [
          {
            fileName: translator(registration.locale)('confirmation.fileName', {
              number: registration.confirmationNumber,
            }),
            contentType: 'application/pdf',
            bytes: pdf,
          },
        ],
      };
    });
  },
});
