import { type Locale, translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';

export function accountExistsMail(locale: Locale, links: Links): MailContent {
  const t = translator(locale);
  return {
    subject: t('accountExists.subject'),
    preheader: t('accountExists.intro'),
    sender: { name: links.siteName, colors: null },
    blocks: [
      { type: 'heading', text: t('accountExists.heading') },
      { type: 'text', text: t('accountExists.intro') },
      {
        type: 'button',
        label: t('accountExists.button'),
        url: links.signIn,
        fallback: t('mail.linkFallback'),
      },
      {
        type: 'links',
        label: t('accountExists.forgotten'),
        links: [{ label: t('accountExists.reset'), url: links.forgotPassword }],
      },
      { type: 'text', text: t('accountExists.notYou'), isMuted: true },
    ],
    reason: t('mail.sentByFoyer', { site: links.site }),
  };
}
