import { formatMoney } from '@foyer/types';
import type { RegistrationDocument } from '../../documents/registration-document.ts';
import { translator } from '../../i18n/index.ts';
import type { Links } from '../../links.ts';
import type { MailContent } from '../../mail/blocks.ts';
import { eventRows } from '../../mail/registration-facts.ts';

export const lateReasons = ['paid_after_expiry', 'paid_twice', 'amount_mismatch'] as const;

export type LateRefund = {
  reason: (typeof lateReasons)[number];
  amountMinor: number;
  currency: string;
};

export function latePaymentMail(
  document: RegistrationDocument,
  refund: LateRefund,
  links: Links,
): MailContent {
  const { registration, event, organization, branding } = document;
  const t = translator(registration.locale);
  const title = event.title;
  const amount = formatMoney(refund, registration.locale);
  const hasTickets = refund.reason === 'paid_twice';
  return {
    subject: t('latePayment.subject', { title }),
    preheader: amount,
    sender: { name: organization.name, colors: branding.colors },
    blocks: [
      { type: 'heading', text: t('latePayment.heading') },
      { type: 'text', text: t('mail.greeting', { name: registration.buyerName }) },
      { type: 'text', text: t(`latePayment.${refund.reason}`, { title }) },
      { type: 'text', text: t('latePayment.refund', { amount }) },
      {
        type: 'button',
        label: hasTickets
          ? t('confirmation.showTickets', { count: document.tickets.length })
          : t('latePayment.tryAgain'),
        url: hasTickets
          ? links.registration(registration.id)
          : links.event(organization.slug, event.slug),
        fallback: t('mail.linkFallback'),
      },
      { type: 'facts', rows: eventRows(document) },
      { type: 'text', text: t('latePayment.sorry'), isMuted: true },
    ],
    reason: t('mail.sentBy', { organization: organization.name }),
  };
}
