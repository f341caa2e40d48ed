import type { Metadata } from 'next';
import { EventsOverview } from '@/features/organization/events-overview';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('organization');
  return { title: t('events.title') };
}

export default async function OrganizationPage({ params }: PageProps<'/organize/[org]'>) {
  const { org } = await params;
  return (
    <Messages ns="organization">
      <EventsOverview key={org} slug={org} />
    </Messages>
  );
}
