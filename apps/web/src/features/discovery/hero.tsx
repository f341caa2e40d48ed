import { getT, Messages } from '@/lib/i18n/server';
import { Cover } from '@/ui/cover';
import { cx } from '@/ui/cx';
import type { Listing } from './listing';
import { SearchForm } from './search-form';

/** A dark hall, a cone of light, and the posters of what comes next. */
export async function Hero({
  listing,
  posters,
}: {
  listing: Listing;
  posters: readonly { id: string; coverUrl: string | null }[];
}) {
  const t = await getT('discovery');
  return (
    <section className="relative isolate overflow-hidden bg-stage text-on-stage">
      <span
        aria-hidden="true"
        className="absolute -top-24 right-[-20%] -z-1 h-[140%] w-[90%] bg-[conic-gradient(from_196deg_at_62%_0%,transparent_0deg,var(--stage-accent)_14deg,transparent_34deg)] opacity-25 blur-2xl lg:right-[2%] lg:w-[55%]"
      />
      <div className="page-width grid items-center gap-10 py-12 sm:py-16 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)] lg:py-20">
        <div className="flex flex-col items-start gap-5">
          <p className="flex items-center gap-2 text-sm font-semibold text-stage-accent">
            <span aria-hidden="true" className="size-2 animate-breathe rounded-full bg-current" />
            {t('hero.eyebrow')}
          </p>
          <h1 className="font-display text-display font-extrabold">{t('hero.title')}</h1>
          <p className="max-w-prose text-lg opacity-90">{t('hero.text')}</p>
          <div className="w-full pt-2">
            <Messages ns="discovery">
              <SearchForm search={listing.search} category={listing.category} />
            </Messages>
          </div>
        </div>
        <div aria-hidden="true" className="relative hidden h-80 lg:block">
          {posters.slice(0, 3).map(({ id, coverUrl }, index) => (
            <Cover
              key={id}
              src={coverUrl}
              priority
              className={cx(
                'absolute! top-1/2 left-1/2 aspect-[4/3] w-[62%] rounded-card shadow-float ring-1 ring-on-stage/20',
                index === 0 && 'z-3 -translate-x-[38%] -translate-y-[42%] rotate-3',
                index === 1 && 'z-2 -translate-x-[72%] -translate-y-[62%] -rotate-6',
                index === 2 && 'z-1 -translate-x-[14%] -translate-y-[82%] rotate-10',
              )}
            />
          ))}
        </div>
      </div>
    </section>
  );
}
