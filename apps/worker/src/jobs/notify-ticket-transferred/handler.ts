import { outboxPayloads } from '@foyer/types';
import { z } from 'zod';
import { deliverOnce } from '../../delivery.ts';
import { renderTickets } from '../../documents/ticket-pdf/issue-ticket-pdf.ts';
import { translator } from '../../i18n/index.ts';
import { calendarFile } from '../../mail/calendar-file.ts';
import { renderMail } from '../../mail/render-mail.ts';
import { defineJob, type JobDeps } from '../job.ts';
import { type Reader, readerOf, readers, type TransferNotice, transferNotice } from './notice.ts';
import { transferMail } from './template.ts';

/** One job per reader, so that a mail which fails is repeated alone. */
export const notifyTicketTransferred = defineJob({
  name: 'notify-ticket-transferred',
  lane: 'mail',
  payload: outboxPayloads['ticket.transferred'],
  async handle({ transferId }, { enqueue }, { takesTurnsAs }) {
    await enqueue(
      readers.map((reader) => ({
        id: `ticket-transferred-${transferId}-${reader}`,
        name: tellOfTransfer.name,
        lane: tellOfTransfer.lane,
        payload: { transferId, reader },
        takesTurnsAs,
      })),
    );
  },
});

export const tellOfTransfer = defineJob({
  name: 'tell-of-transfer',
  lane: 'mail',
  payload: outboxPayloads['ticket.transferred'].extend({ reader: z.enum(readers) }),
  async handle({ transferId, reader }, deps) {
    await tell(deps, transferId, reader, `ticket.transferred:${transferId}:${reader}`);
  },
});

/** The new holder has no page to look at: once more per wish. */
export const resendTicket = defineJob({
  name: 'resend-ticket',
  lane: 'mail',
  payload: outboxPayloads['ticket.resend_requested'],
  async handle({ transferId }, deps, { jobId }) {
    await tell(deps, transferId, 'holder', jobId);
  },
});

async function tell(
  deps: JobDeps,
  transferId: string,
  reader: Reader,
  dedupeKey: string,
): Promise<void> {
  const notice = await loadNotice(deps, transferId);
  const to = notice && readerOf(notice, reader);
  if (!to) return;
  const { organization, event, registration } = notice.document;
  await deliverOnce(deps, dedupeKey, async () => ({
    to: to.email,
    fromName: organization.name,
    replyTo: event.contactEmail,
    ...renderMail(transferMail(notice, reader, to.name, deps.links), registration.locale),
    attachments: reader === 'holder' ? await ticketFiles(deps, notice) : [],
  }));
}

async function loadNotice(
  { pool }: Pick<JobDeps, 'pool'>,
  transferId: string,
): Promise<TransferNotice | null> {
  const { rows } = await pool.query<{ notice: unknown }>(
    'select app_private.transfer_notice($1) as notice',
    [transferId],
  );
  return rows[0]?.notice ? transferNotice.parse(rows[0].notice) : null;
}

/** Not stored: whoever may see it has it in this mail, and nowhere else. */
async function ticketFiles(deps: JobDeps, { document, transfer }: TransferNotice) {
  const { registration, event, organization } = document;
  const t = translator(registration.locale);
  return [
    {
      fileName: t('confirmation.fileName', { number: registration.confirmationNumber }),
      contentType: 'application/pdf',
      // It says nothing of who ordered it.
      bytes: await renderTickets(deps, {
        ...document,
        registration: { ...registration, buyerName: '', buyerEmail: null },
      }),
    },
    {
      fileName: `${event.slug}.ics`,
      contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
      bytes: Buffer.from(
        calendarFile(document, transfer.ticketId, deps.links.event(organization.slug, event.slug)),
      ),
    },
  ];
}
