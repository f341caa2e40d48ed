import { formatTicketCode } from '@foyer/ticket-token';
import { formatWhen } from '../../i18n/dates.ts';
import { translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { Block, MailContent } from '../../mail/blocks.ts';
import { calendarLinks } from '../../mail/calendar-links.ts';
import { eventRows } from '../../mail/registration-facts.ts';
import type { Reader, TransferNotice } from './notice.ts';

/** To the new holder: the ticket. To the buyer and the former holder: that theirs admits no more. */
export function transferMail(
  notice: TransferNotice,
  reader: Reader,
  name: string,
  links: Links,
): MailContent {
  const { document } = notice;
  const { registration, event, organization, branding } = document;
  const t = translator(registration.locale);
  const kind = reader === 'holder' ? 'received' : 'given';
  return {
    subject: t(`ticketTransferred.${kind}.subject`, { title: event.title }),
    preheader: t('confirmation.preheader', formatWhen(event, registration.locale)),
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t(`ticketTransferred.${kind}.heading`, { title: event.title }) },
      { type: 'text', text: t('mail.greeting', { name }) },
      ...(reader === 'holder' ? received(notice, links) : given(notice, reader, links)),
      ...(event.contactEmail
        ? [
            {
              type: 'text' as const,
              text: t('mail.questions', { email: event.contactEmail }),
              isMuted: true,
            },
          ]
        : []),
    ],
    reason: t(`ticketTransferred.${kind}.reason`, { organization: organization.name }),
  };
}

function received({ transfer, document }: TransferNotice, links: Links): Block[] {
  const { registration, event, organization, tickets } = document;
  const t = translator(registration.locale);
  const calendars = calendarLinks(document, links.event(organization.slug, event.slug));
  return [
    { type: 'text', text: t('ticketTransferred.received.intro', { former: transfer.formerName }) },
    { type: 'text', text: t('ticketTransferred.received.keep') },
    {
      type: 'facts',
      rows: [
        ...eventRows(document),
        {
          label: t('ticketTransferred.ticket'),
          lines: tickets.map((ticket) => ticket.ticketTypeName),
        },
      ],
    },
    {
      type: 'links',
      label: t('confirmation.addToCalendar'),
      links: [
        { label: 'Google', url: calendars.google },
        { label: 'Outlook', url: calendars.outlook },
      ],
    },
  ];
}

function given({ transfer, document }: TransferNotice, reader: Reader, links: Links): Block[] {
  const { registration, organization } = document;
  const t = translator(registration.locale);
  const code = formatTicketCode(transfer.formerCode);
  return [
    {
      type: 'text',
      text: t(
        transfer.isByOrganizer
          ? 'ticketTransferred.given.byOrganizer'
          : 'ticketTransferred.given.byBuyer',
        { organization: organization.name, former: transfer.formerName, name: transfer.name },
      ),
    },
    { type: 'text', text: t('ticketTransferred.given.oldCode', { code }) },
    { type: 'facts', rows: eventRows(document) },
    ...(reader === 'buyer'
      ? [
          {
            type: 'button' as const,
            label: t('ticketTransferred.given.showOrder'),
            url: links.registration(registration.id),
            fallback: t('mail.linkFallback'),
          },
        ]
      : []),
    { type: 'text', text: t('ticketTransferred.given.notYou'), isMuted: true },
  ];
}
