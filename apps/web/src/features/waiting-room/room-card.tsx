'use client';

import { DoorClosed, DoorOpen, Hourglass, ShoppingBag, Ticket, Users } from 'lucide-react';
import { formatMoment } from '@/lib/format/dates';
import { formatNumber, minorUnits } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Badge } from '@/ui/badge';
import { LinkButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Stat } from '@/ui/stat';
import { DemandChart } from './demand-chart';
import { RoomActions } from './room-actions';
import { useHistory } from './use-history';
import { type Room, useRoom } from './use-room';

/** The room on the event's overview: shown when it is open, or was. */
export function WaitingRoomCard({
  eventId,
  settingsPath,
}: {
  eventId: string;
  settingsPath: string;
}) {
  const room = useRoom(eventId);
  // The overview has more to show than this; without an answer it goes without the card.
  if (!room.now || !(room.now.isOpen || minorUnits(room.now.joinedCount) > 0)) return null;
  return (
    <div className="mb-8">
      <RoomCard room={room} eventId={eventId} settingsPath={settingsPath} />
    </div>
  );
}

/** Who waits, who is in, what they ordered, and how many want in. */
export function RoomCard({
  room,
  eventId,
  settingsPath,
}: {
  room: Room;
  eventId: string;
  settingsPath?: string;
}) {
  const t = useT('waiting-room');
  const { formatLocale } = useLocale();
  const { now, event } = room;
  const points = useHistory(eventId, now, room.askedAt);
  if (!now) return null;
  const zone = event?.timezone ?? 'UTC';
  const moment = (at: string) => formatMoment(at, zone, formatLocale);
  const count = (value: string | null) => formatNumber(minorUnits(value), formatLocale);
  const wasUsed = minorUnits(now.joinedCount) > 0;
  return (
    <Card as="section" aria-label={t('card.title')}>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            {t('card.title')}
            <Badge
              tone={now.isOpen ? 'positive' : 'neutral'}
              icon={
                now.isOpen ? <DoorOpen aria-hidden="true" /> : <DoorClosed aria-hidden="true" />
              }
            >
              {t(now.isOpen ? 'card.open' : 'card.closed')}
            </Badge>
          </span>
        }
        description={why(room, t, moment)}
        actions={
          <>
            {settingsPath ? (
              <LinkButton href={settingsPath}>{t('card.settings')}</LinkButton>
            ) : null}
            {room.mayEdit ? <RoomActions room={room} /> : null}
          </>
        }
      />
      {now.isOpen && now.stock !== 'on_sale' && now.stock !== null ? (
        <Alert tone={now.stock === 'sold_out' ? 'info' : 'caution'} className="mb-4">
          {t(`stock.${now.stock}`)}
        </Alert>
      ) : null}
      {now.isOpen || wasUsed ? (
        <>
          <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <Stat
              icon={<Hourglass aria-hidden="true" />}
              label={t('stat.waiting')}
              value={<span data-testid="room-waiting">{count(now.waitingCount)}</span>}
              detail={t('stat.waitingDetail', {
                n: formatNumber(now.admitPerMinute ?? 0, formatLocale),
              })}
            />
            <Stat
              icon={<ShoppingBag aria-hidden="true" />}
              label={t('stat.inside')}
              value={<span data-testid="room-inside">{count(now.insideCount)}</span>}
              detail={t('stat.insideDetail')}
            />
            <Stat
              icon={<Ticket aria-hidden="true" />}
              label={t('stat.ordered')}
              value={<span data-testid="room-ordered">{count(now.orderedCount)}</span>}
              detail={t('stat.orderedDetail')}
            />
            <Stat
              icon={<Users aria-hidden="true" />}
              label={t('stat.joined')}
              value={<span data-testid="room-joined">{count(now.joinedCount)}</span>}
              detail={t('stat.joinedDetail')}
            />
          </dl>
          {now.isOpen ? (
            <div className="mt-6">
              <h3 className="mb-2 text-sm font-semibold">{t('chart.title')}</h3>
              <DemandChart points={points} />
            </div>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}

/** Why it is open or closed, in a sentence. */
function why(
  { now, settings, askedAt }: Room,
  t: ReturnType<typeof useT<'waiting-room'>>,
  moment: (at: string) => string,
): string {
  if (now?.isOpen) {
    if (settings.mode === 'always') return t('why.always');
    return now.openedAt ? t('why.demand', { date: moment(now.openedAt) }) : t('why.schedule');
  }
  if (settings.mode === 'off') return t('why.off');
  const { opensAt } = settings;
  return opensAt !== null && Date.parse(opensAt) > askedAt
    ? t('why.planned', { date: moment(opensAt) })
    : t('why.ready');
}
