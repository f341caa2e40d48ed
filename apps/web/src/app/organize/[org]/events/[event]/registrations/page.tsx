import { OrderList } from '@/features/attendees/order-list';
import { EventHeader } from '@/features/workspace/event-header';
import { Messages } from '@/lib/i18n/server';

export default async function OrdersPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/registrations'>) {
  const { org, event } = await params;
  return (
    <Messages ns="attendees">
      <EventHeader eventId={event}>
        <OrderList eventId={event} basePath={`/organize/${org}/events/${event}`} />
      </EventHeader>
    </Messages>
  );
}
