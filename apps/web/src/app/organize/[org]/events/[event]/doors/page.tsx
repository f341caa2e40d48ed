import { Doors } from '@/features/doors/doors';
import { EventHeader } from '@/features/workspace/event-header';
import { Messages } from '@/lib/i18n/server';

export default async function DoorsPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/doors'>) {
  const { event } = await params;
  return (
    <Messages ns="doors">
      <EventHeader eventId={event}>
        <Doors eventId={event} />
      </EventHeader>
    </Messages>
  );
}
