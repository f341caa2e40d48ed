import { formatTicketCode } from '@foyer/ticket-token';
import { formatMoney } from '@foyer/types';
import type { RegistrationDocument } from '../../documents/registration-document.ts';
import { translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';
import { eventRows } from '../../mail/registration-facts.ts';

type CancelledTicket = { attendeeName: string; ticketTypeName: string; code: string };

export type Cancellation = {
  tickets: CancelledTicket[];
  refundMinor: number;
  /** In the organizer's words. */
  message: string | null;
};

export function ticketsCancelledMail(
  document: RegistrationDocument,
  { tickets, refundMinor, message }: Cancellation,
  links: Links,
): MailContent {
  const { registration, event, organization, branding } = document;
  const { locale, currency } = registration;
  const t = translator(locale);
  const { title } = event;
  const count = tickets.length;
  const left = document.tickets.length;
  return {
    subject: t('ticketsCancelled.subject', { count, title }),
    preheader: t('ticketsCancelled.intro', { count, title }),
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t('ticketsCancelled.heading', { count }) },
      { type: 'text', text: t('mail.greeting', { name: registration.buyerName }) },
      { type: 'text', text: t('ticketsCancelled.intro', { count, title }) },
      {
        type: 'facts',
        rows: [{ label: t('ticketsCancelled.tickets'), lines: tickets.map(lineOf) }],
      },
      ...(message
        ? [
            { type: 'text' as const, text: t('ticketsCancelled.reason') },
            { type: 'quote' as const, text: message },
          ]
        : []),
      ...(refundMinor > 0
        ? [
            {
              type: 'text' as const,
              text: t('ticketsCancelled.refund', {
                amount: formatMoney({ amountMinor: refundMinor, currency }, locale),
              }),
            },
          ]
        : []),
      ...(left > 0
        ? [{ type: 'text' as const, text: t('ticketsCancelled.left', { count: left }) }]
        : []),
      {
        type: 'button',
        label: t('ticketsCancelled.show'),
        url: links.registration(registration.id),
        fallback: t('mail.linkFallback'),
      },
      {
        type: 'facts',
        rows: [
          ...eventRows(document),
          { label: t('mail.confirmationNumber'), lines: [registration.confirmationNumber] },
        ],
      },
    ],
    reason: t('mail.sentBy', { organization: organization.name }),
  };
}

/** For whom it was handed over to. */
export function heldTicketCancelledMail(
  document: RegistrationDocument,
  ticket: CancelledTicket,
  links: Links,
): MailContent {
  const { registration, event, organization, branding } = document;
  const t = translator(registration.locale);
  const { title } = event;
  return {
    subject: t('ticketsCancelled.subject', { count: 1, title }),
    preheader: t('ticketsCancelled.intro', { count: 1, title }),
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t('ticketsCancelled.heading', { count: 1 }) },
      { type: 'text', text: t('mail.greeting', { name: ticket.attendeeName }) },
      { type: 'text', text: t('ticketsCancelled.intro', { count: 1, title }) },
      {
        type: 'facts',
        rows: [{ label: t('ticketsCancelled.tickets'), lines: [lineOf(ticket)] }],
      },
      { type: 'text', text: t('ticketsCancelled.toHolder') },
      {
        type: 'button',
        label: t('ticketsCancelled.showEvent'),
        url: links.event(organization.slug, event.slug),
        fallback: t('mail.linkFallback'),
      },
      { type: 'facts', rows: eventRows(document) },
    ],
    reason: t('mail.sentBy', { organization: organization.name }),
  };
}

const lineOf = ({ attendeeName, ticketTypeName, code }: CancelledTicket): string =>
  `${attendeeName}, ${ticketTypeName}, ${formatTicketCode(code)}`;
