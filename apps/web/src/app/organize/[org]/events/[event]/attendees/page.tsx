import { AttendeeList } from '@/features/attendees/attendee-list';
import { EventHeader } from '@/features/workspace/event-header';
import { Messages } from '@/lib/i18n/server';

export default async function AttendeesPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/attendees'>) {
  const { org, event } = await params;
  return (
    <Messages ns="attendees">
      <EventHeader eventId={event}>
        <AttendeeList eventId={event} basePath={`/organize/${org}/events/${event}`} />
      </EventHeader>
    </Messages>
  );
}
