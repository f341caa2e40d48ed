'use client';

import { useEffect, useState } from 'react';
import { formatMoment } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { isLineFirst, type Line, waitingIn } from '@/lib/sale/line';
import { useAdmission } from '@/lib/sale/use-admission';
import { serverNow, useClockSkew } from '@/lib/server-clock';
import { Alert } from '@/ui/alert';
import { Countdown } from '@/ui/countdown';
import { JoinLink } from './join-link';
import { useShop } from './shop-provider';

/** A line that opens later than this is no news yet. */
const announcedMs = 24 * 3_600_000;

/** That there is a line in front of the sale, or will be; or that it is one's turn, and for how long. */
export function LineNotice() {
  const { event, line, types } = useShop();
  const { state, until, skew } = useAdmission(event.id);
  if (!line || line.stock === 'sold_out' || line.stock === 'ended') return null;
  if (!line.isOpen) return <OpensSoon line={line} />;
  if (!isLineFirst(line, types)) return null;
  if (state === 'admitted' && until && skew !== null) return <YourTurn until={until} skew={skew} />;
  return <InFront line={line} isOver={state === 'over'} />;
}

function YourTurn({ until, skew }: { until: string; skew: number }) {
  const t = useT('event-page');
  // Read once: the countdown goes on by itself.
  const [now] = useState(() => serverNow(skew));
  return (
    <Alert
      tone="positive"
      live
      title={t('line.turnTitle')}
      action={<Countdown until={until} serverNow={now} />}
    >
      {t('line.turnText')}
    </Alert>
  );
}

function InFront({ line, isOver }: { line: Line; isOver: boolean }) {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const { event } = useShop();
  const { place } = useAdmission(event.id);
  const waiting = waitingIn(line);
  const isInLine = place?.place != null && !isOver;
  return (
    <Alert
      tone={isOver ? 'caution' : 'info'}
      title={t(isOver ? 'line.overTitle' : isInLine ? 'line.inLineTitle' : 'line.title')}
      action={<JoinLink size="md" />}
    >
      {isOver
        ? t('line.overText')
        : isInLine
          ? t('line.inLineText')
          : [
              t('line.text'),
              line.requiresAccount && t('line.needsAccount'),
              waiting > 0 &&
                t('line.waiting', { count: waiting, n: formatNumber(waiting, formatLocale) }),
            ]
              .filter(Boolean)
              .join(' ')}
    </Alert>
  );
}

/** Whether a line opens by its schedule soon enough to be told of. */
export function useOpensSoon(line: Line | null): boolean {
  const skew = useClockSkew();
  const [isSoon, setSoon] = useState(false);
  const opensAt = line?.opensAt ?? null;
  useEffect(() => {
    if (skew === null) return;
    const leftMs = opensAt === null ? 0 : Date.parse(opensAt) - (Date.now() + skew);
    setSoon(leftMs > 0 && leftMs < announcedMs);
  }, [opensAt, skew]);
  return isSoon;
}

/** The moment a line opens by its schedule: whoever knows it need not be here earlier. */
function OpensSoon({ line }: { line: Line }) {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const { event } = useShop();
  const isSoon = useOpensSoon(line);
  const { opensAt } = line;
  if (!opensAt || !isSoon) return null;
  return (
    <Alert tone="info" title={t('line.opensTitle')}>
      {t('line.opensText', {
        date: formatMoment(opensAt, event.zone, formatLocale),
      })}{' '}
      {line.requiresAccount ? t('line.needsAccount') : ''}
    </Alert>
  );
}
