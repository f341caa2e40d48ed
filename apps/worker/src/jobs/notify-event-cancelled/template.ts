import { formatMoney } from '@foyer/types';
import type { RegistrationDocument } from '../../documents/registration-document.ts';
import { translator } from '../../i18n/index.ts';
import type { MailContent } from '../../mail/blocks.ts';
import { eventRows } from '../../mail/registration-facts.ts';

export function eventCancelledMail(
  document: RegistrationDocument,
  refundMinor: number,
): MailContent {
  const { registration, event, organization, branding } = document;
  const t = translator(registration.locale);
  const amount = formatMoney(
    { amountMinor: refundMinor, currency: registration.currency },
    registration.locale,
  );
  return {
    subject: t('eventCancelled.subject', { title: event.title }),
    preheader: t('eventCancelled.intro', { organization: organization.name }),
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t('eventCancelled.heading', { title: event.title }) },
      { type: 'text', text: t('mail.greeting', { name: registration.buyerName }) },
      { type: 'text', text: t('eventCancelled.intro', { organization: organization.name }) },
      ...(event.cancellationReason
        ? [
            { type: 'text' as const, text: t('eventCancelled.reason') },
            { type: 'quote' as const, text: event.cancellationReason },
          ]
        : []),
      ...(refundMinor > 0
        ? [{ type: 'text' as const, text: t('eventCancelled.refund', { amount }) }]
        : []),
      {
        type: 'facts',
        rows: [
          ...eventRows(document),
          { label: t('mail.confirmationNumber'), lines: [registration.confirmationNumber] },
        ],
      },
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
