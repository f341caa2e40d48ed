import { type Locale, translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';

export function passwordResetMail(token: string, locale: Locale, links: Links): MailContent {
  const t = translator(locale);
  return {
    subject: t('passwordReset.subject'),
    preheader: t('passwordReset.intro'),
    sender: { name: links.siteName, colors: null },
    blocks: [
      { type: 'heading', text: t('passwordReset.heading') },
      { type: 'text', text: t('passwordReset.intro') },
      {
        type: 'button',
        label: t('passwordReset.button'),
        url: links.resetPassword(token),
        fallback: t('mail.linkFallback'),
      },
      { type: 'text', text: t('passwordReset.expires') },
      { type: 'text', text: t('passwordReset.notYou'), isMuted: true },
    ],
    reason: t('mail.sentByFoyer', { site: links.site }),
  };
}
