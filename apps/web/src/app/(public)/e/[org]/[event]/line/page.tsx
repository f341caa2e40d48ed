import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinePage } from '@/features/waiting-line/line-page';
import { loadLineEvent } from '@/features/waiting-line/load-line-event';
import { getT } from '@/lib/i18n/server';
import { unwrap } from '@/lib/result';
import { readEventLink } from '@/lib/sale/paths';

type Props = PageProps<'/e/[org]/[event]/line'>;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ org, event: slug }, query, t] = await Promise.all([
    params,
    searchParams,
    getT('waiting-line'),
  ]);
  const result = await loadLineEvent(org, slug, readEventLink(query.k));
  const event = result.ok ? result.data : null;
  return {
    title: event ? t('metaTitle', { title: event.title }) : t('failed'),
    robots: { index: false },
    referrer: 'no-referrer',
  };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ org, event: slug }, query] = await Promise.all([params, searchParams]);
  const eventLink = readEventLink(query.k);
  const event = unwrap(await loadLineEvent(org, slug, eventLink));
  if (!event?.organization) notFound();
  return <LinePage event={event} organization={event.organization} eventLink={eventLink} />;
}
