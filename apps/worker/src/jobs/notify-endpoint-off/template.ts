import { translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';
import type { EndpointOffNotice } from './handler.ts';

export function endpointOffMail(
  { because, endpointName, url, organization, reader }: EndpointOffNotice,
  endpointId: string,
  links: Links,
): MailContent {
  const t = translator(reader.locale);
  const name = endpointName;
  return {
    subject: t('endpointOff.subject', { name }),
    preheader: t(`endpointOff.${because}`),
    sender: { name: links.siteName, colors: null },
    blocks: [
      { type: 'heading', text: t('endpointOff.heading') },
      { type: 'text', text: t('mail.greeting', { name: reader.name }) },
      { type: 'text', text: t(`endpointOff.${because}`) },
      { type: 'text', text: t('endpointOff.consequence') },
      {
        type: 'facts',
        rows: [
          { label: t('endpointOff.endpoint'), lines: [name, url] },
          { label: t('endpointOff.organization'), lines: [organization.name] },
        ],
      },
      {
        type: 'button',
        label: t('endpointOff.button'),
        url: links.webhookEndpoint(organization.slug, endpointId),
        fallback: t('mail.linkFallback'),
      },
    ],
    reason: t('mail.sentByFoyer', { site: links.site }),
  };
}
