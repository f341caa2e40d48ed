import { EventMissing } from '@/features/event-page/event-missing';
import { Messages } from '@/lib/i18n/server';

export default function NotFound() {
  return (
    <Messages ns="event-page">
      <EventMissing />
    </Messages>
  );
}
