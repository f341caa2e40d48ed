import type { ReactNode } from 'react';
import { cx } from './cx';

/** The top of a page: where one is, what it is called, what one can do. Holds the page's only h1. */
export function PageHeader({
  title,
  eyebrow,
  description,
  badge,
  actions,
  breadcrumbs,
  className,
}: {
  title: ReactNode;
  eyebrow?: ReactNode;
  description?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  breadcrumbs?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cx('flex flex-col gap-3 pt-6 pb-6 sm:pt-8', className)}>
      {breadcrumbs}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-3xl">
          {eyebrow ? <p className="mb-1 text-sm font-semibold text-brand">{eyebrow}</p> : null}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <h1 className="font-display text-headline font-bold">{title}</h1>
            {badge}
          </div>
          {description ? <p className="mt-2 max-w-prose text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
