import type { Metadata } from 'next';
import { NewEventScreen } from '@/features/event-editor/new-event-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('event-editor');
  return { title: t('new.title') };
}

export default async function NewEventPage({ params }: PageProps<'/organize/[org]/events/new'>) {
  const { org } = await params;
  return (
    <Messages ns="event-editor">
      <NewEventScreen key={org} orgSlug={org} />
    </Messages>
  );
}
