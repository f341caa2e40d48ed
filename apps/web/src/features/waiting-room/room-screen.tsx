'use client';

import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { ErrorState, LoadingState } from '@/ui/states';
import { RoomCard } from './room-card';
import { RoomForm } from './room-form';
import { useRoom } from './use-room';

/** How an event meets more people than it can serve at once, and how it is going. */
export function WaitingRoomScreen({ orgSlug, eventId }: { orgSlug: string; eventId: string }) {
  const t = useT('waiting-room');
  const room = useRoom(eventId);
  if (room.isPending) return <LoadingState lines={5} />;
  if (room.error) return <ErrorState error={room.error} onRetry={room.retry} />;
  const { event } = room;
  if (!event || event.organization?.slug !== orgSlug) return <ErrorState error={t('notFound')} />;
  return (
    <div className="flex flex-col gap-6">
      <RoomCard room={room} eventId={eventId} />
      {room.mayEdit ? (
        <RoomForm
          settings={room.settings}
          zone={event.timezone}
          onSave={(changes) => room.save((latest) => ({ ...latest, ...changes }))}
        />
      ) : (
        <Alert>{t('staffNote')}</Alert>
      )}
    </div>
  );
}
