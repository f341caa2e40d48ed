import type { Metadata } from 'next';
import { EditEventScreen } from '@/features/event-editor/edit-event-screen';
import { EventHeader } from '@/features/workspace/event-header';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('event-editor');
  return { title: t('edit.title') };
}

export default async function EditEventPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/edit'>) {
  const { org, event } = await params;
  return (
    <Messages ns={['workspace', 'event-editor']}>
      <EventHeader eventId={event}>
        <EditEventScreen key={event} orgSlug={org} eventId={event} />
      </EventHeader>
    </Messages>
  );
}
