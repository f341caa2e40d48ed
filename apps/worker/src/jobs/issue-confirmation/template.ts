import type { RegistrationDocument } from '../../documents/registration-document.ts';
import { formatWhen } from '../../i18n/dates.ts';
import { translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';
import { calendarLinks } from '../../mail/calendar-links.ts';
import { eventRows, orderRows } from '../../mail/registration-facts.ts';

export function confirmationMail(document: RegistrationDocument, links: Links): MailContent {
  const { registration, event, organization, branding, tickets } = document;
  const t = translator(registration.locale);
  const count = tickets.length;
  const ticketsUrl = links.registration(registration.id);
  const calendars = calendarLinks(document, links.event(organization.slug, event.slug));
  return {
    subject: t('confirmation.subject', { count, title: event.title }),
    preheader: t('confirmation.preheader', formatWhen(event, registration.locale)),
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t('confirmation.heading', { title: event.title }) },
      { type: 'text', text: t('mail.greeting', { name: registration.buyerName }) },
      { type: 'text', text: t('confirmation.intro', { count }) },
      {
        type: 'button',
        label: t('confirmation.showTickets', { count }),
        url: ticketsUrl,
        fallback: t('mail.linkFallback'),
      },
      { type: 'facts', rows: [...eventRows(document), ...orderRows(document)] },
      {
        type: 'links',
        label: t('confirmation.addToCalendar'),
        links: [
          { label: 'Google', url: calendars.google },
          { label: 'Outlook', url: calendars.outlook },
          { label: t('confirmation.calendarFile'), url: links.calendarFile(registration.id) },
        ],
      },
      { type: 'text', text: t('confirmation.keepLink'), isMuted: true },
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
    reason: t('mail.sentBy', { organization: organization.name }),
  };
}
