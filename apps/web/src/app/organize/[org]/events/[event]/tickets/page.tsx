import type { Metadata } from 'next';
import { TicketsScreen } from '@/features/event-editor/tickets-screen';
import { EventHeader } from '@/features/workspace/event-header';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('event-editor');
  return { title: t('tickets.title') };
}

export default async function TicketsPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/tickets'>) {
  const { org, event } = await params;
  return (
    <Messages ns={['workspace', 'event-editor']}>
      <EventHeader eventId={event}>
        <TicketsScreen key={event} orgSlug={org} eventId={event} />
      </EventHeader>
    </Messages>
  );
}
