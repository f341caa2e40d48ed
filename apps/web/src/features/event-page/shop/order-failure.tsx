'use client';

import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { useShop } from './shop-provider';

const ownWords = [
  'LIMIT_REACHED',
  'SOLD_OUT',
  'HELD_BY_OTHERS',
  'NOT_ON_SALE',
  'NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
] as const;

/** Why the tickets are not held, and what to do now. */
export function OrderFailure() {
  const t = useT('event-page');
  const { failure, isUnanswered } = useShop();
  if (!failure) return null;
  const own = ownWords.find((code) => code === failure.code);
  return (
    <Alert tone={isUnanswered ? 'caution' : 'critical'} live title={t('failed.title')}>
      {isUnanswered ? t('failed.network') : own ? t(`failed.${own}`) : failureText(failure, t)}
    </Alert>
  );
}
