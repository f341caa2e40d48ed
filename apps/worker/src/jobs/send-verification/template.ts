import { type Locale, translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';

export function verificationMail(token: string, locale: Locale, links: Links): MailContent {
  const t = translator(locale);
  return {
    subject: t('verification.subject'),
    preheader: t('verification.intro'),
    sender: { name: links.siteName, colors: null },
    blocks: [
      { type: 'heading', text: t('verification.heading') },
      { type: 'text', text: t('verification.intro') },
      {
        type: 'button',
        label: t('verification.button'),
        url: links.verifyEmail(token),
        fallback: t('mail.linkFallback'),
      },
      { type: 'text', text: t('verification.expires') },
      { type: 'text', text: t('verification.notYou'), isMuted: true },
    ],
    reason: t('mail.sentByFoyer', { site: links.site }),
  };
}
