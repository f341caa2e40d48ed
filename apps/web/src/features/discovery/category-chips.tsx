import Link from 'next/link';
import { getT } from '@/lib/i18n/server';
import { cx } from '@/ui/cx';
import { categories, type Listing, listingPath } from './listing';

/** The kinds of events as links, so each can be opened, shared and walked back from. */
export async function CategoryChips({ listing }: { listing: Listing }) {
  const t = await getT('discovery');
  const options = [null, ...categories];
  return (
    <nav
      aria-label={t('categories.label')}
      className="-mx-4 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:px-0"
    >
      <ul className="flex gap-2">
        {options.map((category) => {
          const isCurrent = category === listing.category;
          return (
            <li key={category ?? 'all'} className="shrink-0">
              <Link
                href={listingPath({ search: listing.search, category })}
                scroll={false}
                aria-current={isCurrent ? 'true' : undefined}
                className={cx(
                  'forced-border flex min-h-11 items-center rounded-full border px-4 text-sm font-semibold no-underline',
                  isCurrent
                    ? 'border-transparent bg-inverse text-on-inverse'
                    : 'border-line-strong bg-surface text-ink hover:bg-sunken',
                )}
              >
                {t(`categories.${category ?? 'all'}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
