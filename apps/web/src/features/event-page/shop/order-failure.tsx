'use client';

import { RotateCw } from 'lucide-react';
import { knownHold, registrationPath } from '@/lib/auth/registration-access';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import { useClockSkew } from '@/lib/server-clock';
import { Alert } from '@/ui/alert';
import { Button, LinkButton } from '@/ui/button';
import { JoinLink } from './join-link';
import { useShop } from './shop-provider';

const ownWords = [
  'LIMIT_REACHED',
  'SOLD_OUT',
  'HELD_BY_OTHERS',
  'NOT_ON_SALE',
  'NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'PROOF_REQUIRED',
] as const;

/** Why the tickets are not held, and what to do now. */
export function OrderFailure() {
  const t = useT('event-page');
  const { failure, isUnanswered, missed, reserve, pending } = useShop();
  if (!failure || pending) return null;
  if (failure.code === 'ADMISSION_USED') return <AdmissionUsed />;
  const again = missed ? (
    <Button
      size="sm"
      variant={missed.isBack ? 'primary' : 'secondary'}
      onClick={() => void reserve(missed.wish)}
    >
      <RotateCw aria-hidden="true" />
      {t(missed.isBack ? 'failed.take' : 'failed.retry')}
    </Button>
  ) : null;
  if (missed?.isBack) {
    return (
      <Alert tone="positive" live title={t('failed.backTitle')} action={again}>
        {t('failed.backText')}
      </Alert>
    );
  }
  const own = ownWords.find((code) => code === failure.code);
  return (
    <Alert
      tone={isUnanswered || failure.code === 'HELD_BY_OTHERS' ? 'caution' : 'critical'}
      live
      title={t(failure.code === 'HELD_BY_OTHERS' ? 'failed.heldTitle' : 'failed.title')}
      action={failure.code === 'HELD_BY_OTHERS' ? again : null}
    >
      {isUnanswered ? t('failed.network') : own ? t(`failed.${own}`) : failureText(failure, t)}
    </Alert>
  );
}

/** A turn in line is one order: the way to that order, or to another turn. */
function AdmissionUsed() {
  const t = useT('event-page');
  const { event } = useShop();
  const skew = useClockSkew() ?? 0;
  const hold = knownHold(event.id, Date.now() + skew);
  return (
    <Alert
      tone="caution"
      live
      title={t('line.usedTitle')}
      action={
        hold ? (
          <LinkButton
            size="sm"
            variant="primary"
            href={registrationPath('checkout', hold.registrationId, hold.credential)}
          >
            {t('hold.continue')}
          </LinkButton>
        ) : (
          <JoinLink size="sm" isUsed />
        )
      }
    >
      {t(hold ? 'line.usedHeld' : 'line.usedText')}
    </Alert>
  );
}
