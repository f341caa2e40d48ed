'use client';

import {
  Ban,
  CalendarX2,
  Check,
  CircleHelp,
  Clock,
  ClockAlert,
  type LucideIcon,
  RotateCw,
  ShieldX,
  UserCheck,
  WifiOff,
} from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatDateTime, formatRelative, formatTime } from '@/lib/format/dates';
import { formatCode } from '@/lib/format/ticket-code';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Spinner } from '@/ui/spinner';
import type { ScanAnswer } from './door-api';
import type { DecidedBy, Presentation, Shown } from './use-door';

type Look = { surface: string; Icon: LucideIcon };

const welcome = 'bg-positive text-on-inverse';
const attention = 'bg-lamp text-on-lamp';
const refusal = 'bg-critical text-on-critical';

/** Colour, icon and words all say it: no single one is needed to understand. */
export const looks: Record<Shown, Look> = {
  accepted: { surface: welcome, Icon: Check },
  already_used: { surface: attention, Icon: UserCheck },
  not_yet_valid: { surface: attention, Icon: Clock },
  noAnswer: { surface: attention, Icon: WifiOff },
  expired: { surface: refusal, Icon: ClockAlert },
  voided: { surface: refusal, Icon: Ban },
  wrong_event: { surface: refusal, Icon: CalendarX2 },
  unknown: { surface: refusal, Icon: CircleHelp },
  forged: { surface: refusal, Icon: ShieldX },
};

/** The whole screen says what is to be done, and goes away by itself. */
export function VerdictOverlay({
  presentation,
  event,
  onNext,
  onAgain,
}: {
  presentation: Presentation;
  event: { title: string; timezone: string };
  onNext: () => void;
  onAgain: () => void;
}) {
  const t = useT('door');
  if (presentation.state === 'checking') {
    return (
      <div
        role="status"
        className="fixed inset-0 z-60 flex flex-col items-center justify-center gap-4 bg-canvas/95 p-6 text-center"
      >
        <Spinner className="size-12!" />
        <p className="text-title font-semibold">
          {t(presentation.isSlow ? 'verdict.stillChecking' : 'verdict.checking')}
        </p>
      </div>
    );
  }
  return (
    <Verdict
      key={presentation.wish.scanId}
      {...{ event, onNext, onAgain }}
      shown={presentation.shown}
      answer={presentation.answer}
      decidedBy={presentation.decidedBy}
    />
  );
}

function Verdict({
  shown,
  answer,
  decidedBy,
  event,
  onNext,
  onAgain,
}: {
  shown: Shown;
  answer: ScanAnswer | null;
  decidedBy: DecidedBy;
  event: { title: string; timezone: string };
  onNext: () => void;
  onAgain: () => void;
}) {
  const t = useT('door');
  const next = useRef<HTMLButtonElement>(null);
  const { surface, Icon } = looks[shown];

  useEffect(() => {
    const before = document.activeElement;
    next.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    // The light scheme on purpose: its states are the strong ones, seen from an arm's length away.
    <div
      data-theme="light"
      data-verdict={shown}
      className={cx(
        'fixed inset-0 z-60 flex flex-col overflow-y-auto pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)]',
        surface,
      )}
    >
      <button
        ref={next}
        type="button"
        onClick={onNext}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onNext();
        }}
        aria-label={t('verdict.next')}
        className="fixed inset-0 cursor-pointer outline-offset-[-8px]! outline-current!"
      />
      <div
        role="alert"
        className="pointer-events-none relative m-auto flex w-full max-w-lg flex-col items-center gap-3 p-6 text-center"
      >
        <span className="flex size-28 items-center justify-center rounded-full border-8 border-current">
          <Icon aria-hidden="true" className="size-16" strokeWidth={3} />
        </span>
        <p className="font-display text-display font-bold">{t(`verdict.${shown}`)}</p>
        {answer?.attendeeName ? (
          <p className="max-w-full text-headline font-bold break-words" dir="auto">
            {answer.attendeeName}
          </p>
        ) : null}
        {answer?.ticketTypeName ? (
          <p className="text-xl font-semibold" dir="auto">
            {answer.ticketTypeName}
          </p>
        ) : null}
        <VerdictDetail {...{ shown, answer, event }} />
        {decidedBy === 'service' ? null : (
          <p className="flex items-center gap-2 rounded-full border-2 border-current px-4 py-1.5 text-base font-semibold">
            <WifiOff aria-hidden="true" className="size-5 shrink-0" />
            {t(decidedBy === 'phone' ? 'verdict.offline' : 'verdict.offlineUnlisted')}
          </p>
        )}
        {answer?.code ? <p className="font-mono text-sm">{formatCode(answer.code)}</p> : null}
      </div>
      <div className="pointer-events-none relative flex flex-col items-center gap-3 px-6 pb-6 text-sm">
        {shown === 'noAnswer' ? (
          <Button
            size="lg"
            onClick={onAgain}
            className="pointer-events-auto w-full max-w-md border-current! bg-transparent! text-current!"
          >
            <RotateCw aria-hidden="true" />
            {t('verdict.again')}
          </Button>
        ) : null}
        <p aria-hidden="true">{t('verdict.nextHint')}</p>
      </div>
    </div>
  );
}

function VerdictDetail({
  shown,
  answer,
  event,
}: {
  shown: Shown;
  answer: ScanAnswer | null;
  event: { title: string; timezone: string };
}) {
  const t = useT('door');
  const { formatLocale } = useLocale();
  const at = (time: string | null | undefined) =>
    time ? formatDateTime(time, event.timezone, formatLocale) : '';
  const className = 'text-lg';
  switch (shown) {
    case 'already_used': {
      const use = answer?.firstUse;
      if (!use) return null;
      const where = [use.gateName, use.deviceName].filter(Boolean).join(' · ');
      const isToday = Date.now() - Date.parse(use.at) < 18 * 3_600_000;
      return (
        <div className={className}>
          <p>
            {t('verdict.already_usedText', {
              ago: formatRelative(use.at, new Date(), formatLocale),
              time: isToday ? formatTime(use.at, event.timezone, formatLocale) : at(use.at),
            })}
          </p>
          {where ? <p>{t('verdict.already_usedWhere', { place: where })}</p> : null}
        </div>
      );
    }
    case 'not_yet_valid':
      return (
        <p className={className}>
          {t('verdict.not_yet_validText', { time: at(answer?.validFrom) })}
        </p>
      );
    case 'expired':
      return (
        <p className={className}>{t('verdict.expiredText', { time: at(answer?.validUntil) })}</p>
      );
    default:
      return <p className={className}>{t(`verdict.${shown}Text`, { event: event.title })}</p>;
  }
}
