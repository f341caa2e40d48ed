import type { Metadata } from 'next';
import { WaitingRoomScreen } from '@/features/waiting-room/room-screen';
import { EventHeader } from '@/features/workspace/event-header';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('waiting-room');
  return { title: t('title') };
}

export default async function WaitingRoomPage({
  params,
}: PageProps<'/organize/[org]/events/[event]/waiting-room'>) {
  const { org, event } = await params;
  return (
    <Messages ns="waiting-room">
      <EventHeader eventId={event}>
        <WaitingRoomScreen key={event} orgSlug={org} eventId={event} />
      </EventHeader>
    </Messages>
  );
}
