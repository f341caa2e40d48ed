import { formatWhen } from '../../i18n/dates.ts';
import { type Locale, translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';

export type FoundRegistration = {
  registrationId: string;
  confirmationNumber: string;
  eventTitle: string;
  startsAt: Date;
  timezone: string;
  ticketCount: number;
};

export function ticketLinksMail(
  registrations: FoundRegistration[],
  locale: Locale,
  links: Links,
): MailContent {
  const t = translator(locale);
  const count = registrations.length;
  return {
    subject: t('ticketLinks.subject'),
    preheader: registrations.map(({ eventTitle }) => eventTitle).join(', '),
    sender: { name: links.siteName, colors: null },
    blocks: [
      { type: 'heading', text: t('ticketLinks.heading') },
      { type: 'text', text: t('ticketLinks.intro', { count }) },
      ...registrations.map((found) => {
        const when = formatWhen({ ...found, endsAt: found.startsAt }, locale);
        return {
          type: 'card' as const,
          title: found.eventTitle,
          lines: [
            `${when.date}, ${when.time.split(' – ')[0]} · ${when.zone}`,
            `${t('ticketLinks.tickets', { count: found.ticketCount })} · ${found.confirmationNumber}`,
          ],
          link: { label: t('ticketLinks.open'), url: links.registration(found.registrationId) },
        };
      }),
      { type: 'text', text: t('ticketLinks.notYou'), isMuted: true },
    ],
    reason: t('mail.sentByFoyer', { site: links.site }),
  };
}
