'use client';

import { formatDateTime, formatTime } from '@/lib/format/dates';
import { useLocale, useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Button } from '@/ui/button';
import type { OfflineState } from './offline-door.ts';
import type { Disagreement } from './store.ts';

/** Much can be sold and cancelled in an hour. */
const OLD_MS = 3_600_000;
const TODAY_MS = 18 * 3_600_000;

/** When a list was made: the hour is enough, unless it is of another day. */
export function useListTime(timezone: string): (madeAt: number) => string {
  const { formatLocale } = useLocale();
  return (madeAt) => {
    const format = Date.now() - madeAt < TODAY_MS ? formatTime : formatDateTime;
    return format(new Date(madeAt), timezone, formatLocale);
  };
}

/** No network: what this phone goes by meanwhile, and what it will have to tell. */
export function OfflineNotice({ state, timezone }: { state: OfflineState; timezone: string }) {
  const t = useT('door');
  const time = useListTime(timezone);
  const { listMadeAt, isArmed, waitingCount } = state;
  if (listMadeAt === null || !isArmed) {
    return (
      <Alert tone="critical" live title={t('offline.noListTitle')}>
        {t('offline.noListText')}
      </Alert>
    );
  }
  return (
    <Alert
      tone={Date.now() - listMadeAt < OLD_MS ? 'info' : 'caution'}
      live
      title={t('offline.title')}
    >
      <p>{t('offline.text', { time: time(listMadeAt) })}</p>
      {waitingCount > 0 ? <p>{t('offline.waitingText', { count: waitingCount })}</p> : null}
    </Alert>
  );
}

const SHOWN = 3;

/** Back again: what was told, and where it disagrees with what others did meanwhile. */
export function ToldNotice({
  state,
  timezone,
  onSeen,
}: {
  state: OfflineState;
  timezone: string;
  onSeen: () => void;
}) {
  const t = useT('door');
  const { disagreements, toldCount } = state;
  const close = (
    <Button size="sm" onClick={onSeen}>
      {t('offline.seen')}
    </Button>
  );
  if (disagreements.length === 0) {
    if (toldCount === null) return null;
    return (
      <Alert tone="positive" live title={t('offline.told', { count: toldCount })} action={close} />
    );
  }
  const rest = disagreements.length - SHOWN;
  return (
    <Alert
      tone="caution"
      live
      title={t('offline.disagree', { count: disagreements.length })}
      action={close}
    >
      <ul className="flex flex-col gap-1">
        {disagreements.slice(0, SHOWN).map((one) => (
          <li key={one.scanId}>
            <DisagreementText disagreement={one} timezone={timezone} />
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="mt-1">{t('offline.more', { count: rest })}</p> : null}
      <p className="mt-1 text-muted">{t('offline.organizerSees')}</p>
    </Alert>
  );
}

function DisagreementText({
  disagreement,
  timezone,
}: {
  disagreement: Disagreement;
  timezone: string;
}) {
  const t = useT('door');
  const { formatLocale } = useLocale();
  const { outcome, at, attendeeName, otherUse } = disagreement;
  const name = attendeeName ?? t('offline.somebody');
  const time = formatTime(at, timezone, formatLocale);
  if (outcome !== 'duplicate' || !otherUse) {
    return t(`offline.${outcome === 'unknown' ? 'unknown' : 'voided'}`, { name, time });
  }
  return t('offline.duplicate', {
    name,
    time,
    otherTime: formatTime(otherUse.at, timezone, formatLocale),
    place: [otherUse.gateName, otherUse.deviceName].filter(Boolean).join(' · '),
  });
}
