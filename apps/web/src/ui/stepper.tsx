'use client';

import { Check } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { cx } from './cx';

/** Where one is in a task of several steps. On phones the current step is named, the others are marks. */
export function Stepper({ steps, current }: { steps: readonly string[]; current: number }) {
  const t = useT();
  return (
    <nav aria-label={t('steps.label')}>
      <p className="mb-2 text-sm font-semibold sm:hidden" aria-hidden="true">
        {t('steps.current', {
          current: current + 1,
          total: steps.length,
          name: steps[current] ?? '',
        })}
      </p>
      <ol className="flex gap-2 sm:gap-4">
        {steps.map((name, index) => {
          const isDone = index < current;
          const isCurrent = index === current;
          return (
            <li
              key={name}
              aria-current={isCurrent ? 'step' : undefined}
              className={cx(
                'flex min-w-0 flex-1 items-center gap-2 border-t-4 pt-2 text-sm',
                isDone || isCurrent ? 'border-brand' : 'border-line text-muted',
                isCurrent && 'font-semibold',
              )}
            >
              <span
                aria-hidden="true"
                className={cx(
                  'hidden size-6 shrink-0 items-center justify-center rounded-full text-2xs font-bold sm:flex',
                  isDone || isCurrent
                    ? 'bg-brand text-on-brand'
                    : 'border border-line-strong text-muted',
                )}
              >
                {isDone ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
              </span>
              <span className="truncate max-sm:sr-only">{name}</span>
              {isDone ? <span className="sr-only"> ({t('steps.done')})</span> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
