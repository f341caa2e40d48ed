'use client';

import { History, Keyboard, Search, Settings } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useConfig } from '@/lib/config/client';
import { formatDateTime } from '@/lib/format/dates';
import { useLocale, useT } from '@/lib/i18n/client';
import { DoorShell } from '@/shell/door-shell';
import { Alert } from '@/ui/alert';
import { Button, IconButton } from '@/ui/button';
import { LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { CameraPanel } from './camera-panel';
import { CodeDialog } from './code-dialog';
import { ConnectionMark } from './connection-mark';
import { doorApi, type Watch } from './door-api';
import { playFeedback, unlockSound } from './feedback';
import { GuestSearch } from './guest-search';
import { LastScans } from './last-scans';
import type { OfflineState } from './offline/offline-door';
import { OfflineNotice, ToldNotice, useListTime } from './offline/offline-notices';
import { deleteStore } from './offline/store';
import { eventIdOf, useOffline } from './offline/use-offline';
import { NotPaired } from './pair-screen';
import { type StoredPairing, savePairing, usePairing } from './pairing-store';
import { SettingsSheet } from './settings-sheet';
import { useCamera } from './use-camera';
import { useDarkPage } from './use-dark-page';
import { useDoor } from './use-door';
import { useSettings } from './use-settings';
import { useWakeLock } from './use-wake-lock';
import { type Connection, useWatch } from './use-watch';
import { useWedge } from './use-wedge';
import { VerdictOverlay } from './verdict-overlay';

/** The door: what a phone shows all evening. */
export function DoorScreen() {
  const t = useT('door');
  const pairing = usePairing();
  useDarkPage();
  if (pairing === undefined) {
    return (
      <DoorShell title={t('title')}>
        <div className="p-4">
          <LoadingState />
        </div>
      </DoorShell>
    );
  }
  if (pairing === null) return <NotPaired wasRevoked={false} waitingCount={0} />;
  // Keyed by the token, so that nothing of one event's evening is left over in the next.
  return <PairedDoor key={pairing.deviceToken} pairing={pairing} />;
}

type Panel = 'code' | 'search' | 'last' | 'settings' | null;

function PairedDoor({ pairing }: { pairing: StoredPairing }) {
  const t = useT('door');
  const showToast = useToast();
  const { checkinUrl } = useConfig();
  const api = useMemo(
    () => doorApi(checkinUrl, pairing.deviceToken),
    [checkinUrl, pairing.deviceToken],
  );
  const { offline, state: held } = useOffline(api, pairing.deviceToken);
  const { watch: present, connection, refresh, markRevoked } = useWatch(api, offline.held);
  const watch = present ?? held.lastWatch;
  const listTime = useListTime(watch?.event.timezone ?? pairing.timezone);
  const isRevoked = connection === 'revoked';
  useEffect(() => {
    if (present) offline.reached(present).catch(console.warn);
  }, [offline, present]);
  useEffect(() => {
    if (isRevoked) offline.forget().catch(console.warn);
  }, [offline, isRevoked]);
  const [settings, changeSettings] = useSettings();
  const [panel, setPanel] = useState<Panel>(null);

  const gate = gateOf(watch, settings.gateId);
  const door = useDoor({
    api,
    gateId: gate?.id ?? null,
    isOffline: connection === 'offline',
    canDecide: held.isArmed,
    // A storage that fails is as good as none.
    recall: (wish) => offline.recall(wish).catch(() => null),
    decide: (wish) => offline.decide(wish, gate?.name ?? null).catch(() => null),
    takeBack: offline.takeBack,
    onTakenBack: (scanId) => {
      offline.takenBack(scanId).catch(console.warn);
    },
    onAnswered: (answer, wish) => {
      offline.letIn(answer, wish, gate?.name ?? null).catch(console.warn);
    },
    onShown: (shown) => {
      playFeedback(shown, settings);
      refresh();
    },
    onRevoked: markRevoked,
  });
  const camera = useCamera((text) => {
    if (panel === null) door.present(text, 'scan');
  });
  useWedge((text) => door.present(text, 'scan'));
  useWakeLock(!isRevoked);

  const { start } = camera;
  useEffect(() => {
    // Where the camera was allowed before, the door opens by itself after a reload.
    navigator.permissions
      ?.query({ name: 'camera' as PermissionName })
      .then(({ state }) => {
        if (state === 'granted') start();
      })
      .catch(() => {});
    // Any touch will do: sound is allowed from then on.
    document.addEventListener('pointerdown', unlockSound);
    document.addEventListener('keydown', unlockSound);
    return () => {
      document.removeEventListener('pointerdown', unlockSound);
      document.removeEventListener('keydown', unlockSound);
    };
  }, [start]);

  const signOff = useCallback(async () => {
    const result = await api.signOff();
    offline.close();
    savePairing(null);
    // A storage that cannot be deleted does not keep the phone signed on.
    deleteStore(eventIdOf(pairing.deviceToken)).catch(console.warn);
    if (!result.ok && result.error.code !== 'NOT_SIGNED_IN') {
      showToast({ tone: 'critical', title: t('menu.signOffOffline') });
    }
  }, [api, offline, pairing.deviceToken, showToast, t]);

  if (isRevoked) return <NotPaired wasRevoked waitingCount={held.waitingCount} />;
  const event = watch?.event ?? { title: pairing.eventTitle, timezone: pairing.timezone };
  const closePanel = (isOpen: boolean) => {
    if (!isOpen) setPanel(null);
  };
  return (
    <DoorShell
      title={event.title}
      status={
        <Status
          watch={watch}
          connection={connection}
          place={gate?.name ?? null}
          waitingCount={held.waitingCount}
        />
      }
      actions={
        <IconButton label={t('tools.menu')} onClick={() => setPanel('settings')} disabled={!watch}>
          <Settings aria-hidden="true" />
        </IconButton>
      }
    >
      <Notices
        watch={watch}
        now={present?.serverTime ?? new Date().toISOString()}
        connection={connection}
        held={held}
        timezone={event.timezone}
        onSeen={() => offline.seen().catch(console.warn)}
      />
      <CameraPanel
        camera={camera}
        place={gate?.name ?? null}
        onStart={() => {
          unlockSound();
          camera.start();
        }}
      />
      <nav
        aria-label={t('tools.label')}
        className="grid grid-cols-3 gap-2 border-t border-line p-3"
      >
        {(
          [
            ['code', Keyboard],
            ['search', Search],
            ['last', History],
          ] as const
        ).map(([name, Icon]) => (
          <Button
            key={name}
            onClick={() => setPanel(name)}
            className="min-h-16 flex-col gap-1! px-1! text-xs!"
          >
            <Icon aria-hidden="true" />
            {t(`tools.${name}`)}
          </Button>
        ))}
      </nav>

      <CodeDialog
        open={panel === 'code'}
        onOpenChange={closePanel}
        onCode={(text, isTyped) => door.present(text, isTyped ? 'typed' : 'scan')}
      />
      <GuestSearch
        open={panel === 'search'}
        onOpenChange={closePanel}
        api={api}
        isOffline={connection === 'offline'}
        timezone={event.timezone}
        onAdmit={(guest) => {
          setPanel(null);
          door.present(guest.code, 'search');
        }}
      />
      <LastScans
        open={panel === 'last'}
        onOpenChange={closePanel}
        scans={door.past}
        timezone={event.timezone}
        canUndo={watch?.device.canUndo ?? false}
        onUndo={async (scanId) => {
          const result = await door.undo(scanId);
          refresh();
          return result;
        }}
      />
      {watch ? (
        <SettingsSheet
          open={panel === 'settings'}
          onOpenChange={closePanel}
          watch={watch}
          settings={settings}
          onChange={changeSettings}
          onTry={() => {
            unlockSound();
            playFeedback('accepted', settings);
            setTimeout(() => playFeedback('forged', settings), 900);
          }}
          waitingCount={held.waitingCount}
          listTime={held.listMadeAt === null ? null : listTime(held.listMadeAt)}
          onSignOff={signOff}
        />
      ) : null}
      {door.presentation ? (
        <VerdictOverlay
          presentation={door.presentation}
          event={event}
          onNext={door.dismiss}
          onAgain={door.again}
        />
      ) : null}
    </DoorShell>
  );
}

/** The gate chosen on this phone if the event still has it, else the one it was paired for. */
function gateOf(watch: Watch | null, chosenId: string | null) {
  return watch?.gates.find(({ id }) => id === chosenId) ?? watch?.device.gate ?? null;
}

function Status({
  watch,
  connection,
  place,
  waitingCount,
}: {
  watch: Watch | null;
  connection: Connection;
  place: string | null;
  waitingCount: number;
}) {
  const t = useT('door');
  return (
    <p className="flex items-center gap-x-2 whitespace-nowrap tabular">
      <ConnectionMark connection={connection} />
      {waitingCount > 0 ? (
        <span>{t('status.waiting', { count: waitingCount })}</span>
      ) : watch && connection !== 'offline' ? (
        <span data-testid="door-counts">
          {t('status.inside', { count: watch.counts.expected, admitted: watch.counts.admitted })}
        </span>
      ) : null}
      {place ? <span className="min-w-0 truncate">{place}</span> : null}
    </p>
  );
}

/** What must be known before the next guest: no connection, called off, too early, too late. */
function Notices({
  watch,
  now,
  connection,
  held,
  timezone,
  onSeen,
}: {
  watch: Watch | null;
  now: string;
  connection: Connection;
  held: OfflineState;
  timezone: string;
  onSeen: () => void;
}) {
  const t = useT('door');
  const { formatLocale } = useLocale();
  const notices = [];
  if (connection === 'offline') {
    notices.push(<OfflineNotice key="offline" state={held} timezone={timezone} />);
  } else if (held.disagreements.length > 0 || held.toldCount !== null) {
    notices.push(<ToldNotice key="told" state={held} timezone={timezone} onSeen={onSeen} />);
  }
  if (watch) {
    const { event } = watch;
    const time = (at: string) => formatDateTime(at, event.timezone, formatLocale);
    if (event.isCancelled) {
      notices.push(<Alert key="cancelled" tone="critical" title={t('status.cancelled')} />);
    } else if (now < event.validFrom) {
      notices.push(
        <Alert
          key="early"
          tone="caution"
          title={t('status.opensAt', { time: time(event.validFrom) })}
        />,
      );
    } else if (now >= event.validUntil) {
      notices.push(
        <Alert
          key="late"
          tone="caution"
          title={t('status.closedAt', { time: time(event.validUntil) })}
        />,
      );
    }
  }
  return notices.length > 0 ? <div className="flex flex-col gap-2 p-3">{notices}</div> : null;
}
