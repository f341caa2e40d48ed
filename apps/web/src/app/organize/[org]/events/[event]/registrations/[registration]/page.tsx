import { OrderDetail } from '@/features/attendees/order-detail';
import { Messages } from '@/lib/i18n/server';

export default async function OrderPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/registrations/[registration]'>) {
  const { org, event, registration } = await params;
  return (
    <Messages ns="attendees">
      <OrderDetail orderId={registration} basePath={`/organize/${org}/events/${event}`} />
    </Messages>
  );
}
