'use client';

import { LogIn } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { type Failure, FailureError } from '@/lib/result';
import { LinkButton } from '@/ui/button';
import { EmptyState, ErrorState } from '@/ui/states';

/** Why one is not in line, and what to do about it. */
export function LineFailure({
  failure,
  signInHref,
  eventHref,
  onRetry,
}: {
  failure: Failure;
  signInHref: string;
  eventHref: string;
  onRetry: () => void;
}) {
  const t = useT('waiting-line');
  if (failure.code === 'NOT_SIGNED_IN') {
    return (
      <EmptyState
        level={1}
        icon={<LogIn aria-hidden="true" />}
        title={t('account.title')}
        text={t('account.text')}
        action={
          <>
            <LinkButton variant="primary" href={signInHref}>
              {t('common:nav.signIn')}
            </LinkButton>
            <LinkButton href={eventHref}>{t('toEvent')}</LinkButton>
          </>
        }
      />
    );
  }
  return (
    <ErrorState
      level={1}
      title={t('failed')}
      error={new FailureError(failure)}
      onRetry={onRetry}
      action={<LinkButton href={eventHref}>{t('toEvent')}</LinkButton>}
    />
  );
}
