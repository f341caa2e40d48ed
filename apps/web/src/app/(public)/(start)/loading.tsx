import { EventGridSkeleton } from '@/features/discovery/event-grid';
import { getT } from '@/lib/i18n/server';
import { Skeleton } from '@/ui/skeleton';

/** The start page's outline; only for it, because below a loading state no page can answer 404. */
export default async function Loading() {
  const t = await getT();
  return (
    <div role="status">
      <span className="sr-only">{t('states.loading')}</span>
      <div className="h-96 bg-stage" />
      <div className="page-width flex flex-col gap-6 py-8 sm:py-10">
        <Skeleton className="h-11 w-full max-w-xl" />
        <EventGridSkeleton />
      </div>
    </div>
  );
}
