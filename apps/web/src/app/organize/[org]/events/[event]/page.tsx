import { EventDashboard } from '@/features/event-dashboard/event-dashboard';
import { WaitingRoomCard } from '@/features/waiting-room/room-card';
import { EventHeader } from '@/features/workspace/event-header';
import { Messages } from '@/lib/i18n/server';

export default async function EventPage({ params }: PageProps<'/organize/[org]/events/[event]'>) {
  const { org, event } = await params;
  const basePath = `/organize/${org}/events/${event}`;
  return (
    <Messages ns={['event-dashboard', 'waiting-room']}>
      <EventHeader eventId={event}>
        <WaitingRoomCard eventId={event} settingsPath={`${basePath}/waiting-room`} />
        <EventDashboard eventId={event} basePath={basePath} />
      </EventHeader>
    </Messages>
  );
}
