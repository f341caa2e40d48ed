'use client';

import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useT } from '@/lib/i18n/client';

/** The way here; the last one is this page and has no link. */
export function Breadcrumbs({ items }: { items: readonly { label: string; href?: string }[] }) {
  const t = useT();
  return (
    <nav aria-label={t('nav.breadcrumbs')}>
      <ol className="flex flex-wrap items-center gap-x-1 text-sm">
        {items.map(({ label, href }, index) => (
          <li key={href ?? label} className="flex min-h-11 min-w-0 items-center gap-1">
            {index > 0 ? (
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-faint" />
            ) : null}
            {href ? (
              <Link
                href={href}
                className="flex min-h-11 items-center text-muted underline-offset-4 hover:text-ink hover:underline"
              >
                {label}
              </Link>
            ) : (
              <span aria-current="page" className="truncate font-semibold">
                {label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
