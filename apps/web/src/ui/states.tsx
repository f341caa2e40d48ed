'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import { FailureError } from '@/lib/result';
import { Button } from './button';
import { Skeleton } from './skeleton';

/** There is nothing, this is why, and this is what to do about it. */
export function EmptyState({
  icon,
  title,
  text,
  action,
  level = 2,
}: {
  icon?: ReactNode;
  title: string;
  text?: ReactNode;
  action?: ReactNode;
  level?: 1 | 2 | 3;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line-strong/60 px-6 py-12 text-center">
      {icon ? (
        <span className="flex size-14 items-center justify-center rounded-full bg-brand-soft text-brand [&_svg]:size-7">
          {icon}
        </span>
      ) : null}
      <Heading className="text-title font-semibold">{title}</Heading>
      {text ? <p className="max-w-prose text-sm text-muted">{text}</p> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

/** Something failed that was to be shown here. Takes a failure, an error of React Query, or a text. */
export function ErrorState({
  error,
  title,
  onRetry,
  action,
  level = 2,
}: {
  error: unknown;
  title?: string;
  onRetry?: () => void;
  action?: ReactNode;
  level?: 1 | 2 | 3;
}) {
  const t = useT();
  const Heading = `h${level}` as const;
  const failure =
    error instanceof FailureError
      ? error.failure
      : ({ code: 'INTERNAL', message: '' } as const satisfies { code: string; message: string });
  const reference = 'requestId' in failure ? failure.requestId : undefined;
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-3 rounded-card border border-critical-line bg-critical-soft px-6 py-10 text-center"
    >
      <CircleAlert aria-hidden="true" className="size-9 text-critical" />
      <Heading className="text-title font-semibold">{title ?? t('states.errorTitle')}</Heading>
      <p className="max-w-prose text-sm">
        {typeof error === 'string' ? error : failureText(failure, t)}
      </p>
      {reference ? (
        <p className="text-xs text-muted">{t('states.errorReference', { id: reference })}</p>
      ) : null}
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {onRetry ? (
          <Button onClick={onRetry}>
            <RotateCw aria-hidden="true" />
            {t('actions.retry')}
          </Button>
        ) : null}
        {action}
      </div>
    </div>
  );
}

/** While a whole area loads: a calm outline of what will come, and one word for who cannot see it. */
export function LoadingState({ lines = 4 }: { lines?: number }) {
  const t = useT();
  return (
    <div role="status" className="flex flex-col gap-4 py-2">
      <span className="sr-only">{t('states.loading')}</span>
      <Skeleton className="h-8 w-2/5" />
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={index} className="h-14 w-full" />
      ))}
    </div>
  );
}
