import type { Metadata } from 'next';
import { DiscoveryPage } from '@/features/discovery/discovery-page';
import { listingPath, readListing } from '@/features/discovery/listing';
import { getT } from '@/lib/i18n/server';

type Props = PageProps<'/'>;

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, given] = await Promise.all([getT('discovery'), searchParams]);
  const listing = readListing(given);
  const kind = listing.category ? t(`categories.${listing.category}`) : null;
  return {
    // The start page carries the name of the house by itself.
    ...(kind ? { title: `${kind} · ${t('title')}` } : {}),
    description: t('description'),
    alternates: { canonical: listingPath({ category: listing.category }) },
    // Searches are endless; the pages they lead to are not.
    ...(listing.search ? { robots: { index: false, follow: true } } : {}),
  };
}

export default async function StartPage({ searchParams }: Props) {
  return <DiscoveryPage listing={readListing(await searchParams)} />;
}
