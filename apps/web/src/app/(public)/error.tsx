'use client';

import { useEffect } from 'react';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { ErrorState } from '@/ui/states';

/** A page broke while rendering. The server logged it under the digest, which is shown. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT();
  const digest =
    error instanceof Error && 'digest' in error && typeof error.digest === 'string'
      ? error.digest
      : null;
  useEffect(() => console.error(error), [error]);
  return (
    <div className="page-width max-w-3xl! py-16">
      <ErrorState
        level={1}
        title={t('states.crashTitle')}
        error={
          digest
            ? `${t('states.crashText')} ${t('states.errorReference', { id: digest })}`
            : t('states.crashText')
        }
        onRetry={retry}
        action={<LinkButton href="/">{t('actions.home')}</LinkButton>}
      />
    </div>
  );
}
