import { formatMoney } from '@foyer/types';
import { placeLines, type RegistrationDocument } from '../documents/registration-document.ts';
import { formatWhen } from '../i18n/dates.ts';
import { translator } from '../i18n/index.ts';

type Rows = { label: string; lines: string[] }[];

/** When and where, as every mail about an event says it. */
export function eventRows({ event, registration }: RegistrationDocument): Rows {
  const t = translator(registration.locale);
  const when = formatWhen(event, registration.locale);
  const where = [
    ...placeLines(event, registration.locale),
    ...(event.eventType === 'in_person' ? [] : [t('mail.online')]),
  ];
  return [
    { label: t('mail.when'), lines: [when.date, when.time, when.zone] },
    ...(where.length > 0 ? [{ label: t('mail.where'), lines: where }] : []),
  ];
}

/** What was bought, for how much. */
export function orderRows({ registration, items }: RegistrationDocument): Rows {
  const t = translator(registration.locale);
  const { locale, currency } = registration;
  const money = (amountMinor: number) =>
    amountMinor === 0 ? t('mail.free') : formatMoney({ amountMinor, currency }, locale);
  return [
    {
      label: t('mail.order'),
      lines: [
        ...items.map((item) => `${item.quantity} × ${item.ticketTypeName}`),
        `${t('mail.total')}: ${money(registration.totalMinor)}`,
      ],
    },
    { label: t('mail.confirmationNumber'), lines: [registration.confirmationNumber] },
  ];
}
