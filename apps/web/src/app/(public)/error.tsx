'use client';

import { useEffect } from 'react';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { ErrorState } from '@/ui/states';

/** Most of what breaks a page here is over in seconds: a server that starts again. */
const retryAfterMs = [3_000, 6_000, 12_000, 24_000];
const longestPauseMs = 30_000;
/** Over the life of the page, because each failed try shows a new boundary; forgotten after a while. */
const tries = { count: 0, at: 0 };
const forgottenMs = 120_000;

/** A page broke while rendering. The server logged it under the digest, which is shown. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useT();
  const digest =
    error instanceof Error && 'digest' in error && typeof error.digest === 'string'
      ? error.digest
      : null;
  useEffect(() => console.error(error), [error]);
  useEffect(() => {
    if (performance.now() - tries.at > forgottenMs) tries.count = 0;
    // Whoever was cut off together shall not ask together.
    const wait = (retryAfterMs[tries.count] ?? longestPauseMs) * (0.75 + Math.random() / 2);
    const timer = setTimeout(() => {
      tries.count += 1;
      tries.at = performance.now();
      retry();
    }, wait);
    return () => clearTimeout(timer);
  }, [retry]);
  return (
    <div className="page-width max-w-3xl! py-16">
      <ErrorState
        level={1}
        title={t('states.crashTitle')}
        error={[
          t('states.crashText'),
          t('states.crashRetry'),
          digest ? t('states.errorReference', { id: digest }) : '',
        ].join(' ')}
        onRetry={retry}
        action={<LinkButton href="/">{t('actions.home')}</LinkButton>}
      />
    </div>
  );
}
