import { EventDashboard } from '@/features/event-dashboard/event-dashboard';
import { EventHeader } from '@/features/workspace/event-header';
import { Messages } from '@/lib/i18n/server';

export default async function EventPage({ params }: PageProps<'/organize/[org]/events/[event]'>) {
  const { org, event } = await params;
  return (
    <Messages ns="event-dashboard">
      <EventHeader eventId={event}>
        <EventDashboard eventId={event} basePath={`/organize/${org}/events/${event}`} />
      </EventHeader>
    </Messages>
  );
}
