'use client';

import { Hourglass, RefreshCw, ShoppingBag } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { type Line, positionOf } from '@/lib/sale/line';
import { ticketsPath } from '@/lib/sale/paths';
import { readChoice } from '@/lib/sale/stored-choice';
import { Card } from '@/ui/card';
import { Progress } from '@/ui/progress';
import { Spinner } from '@/ui/spinner';
import { CallMe } from './call-me';
import { LinePicture } from './line-picture';
import type { LineScreenEvent } from './line-screen';
import { useOutlook } from './use-outlook';
import { useSpoken } from './use-spoken';
import type { Turn } from './use-turn';

/** Where one stands, what is going on, and that one may do something else meanwhile. */
export function WaitingCard({
  event,
  eventLink,
  line,
  turn,
  onCallChange,
}: {
  event: LineScreenEvent;
  eventLink: string | null;
  line: Line | null;
  turn: Extract<Turn, { kind: 'waiting' | 'joining' }>;
  onCallChange: (isWanted: boolean) => void;
}) {
  const t = useT('waiting-line');
  const { formatLocale } = useLocale();
  const position = turn.kind === 'waiting' && line ? positionOf(turn.number, line) : null;
  const outlook = useOutlook({ line, position, onSaleAt: event.onSaleAt, zone: event.zone });
  const shown = position === null ? null : formatNumber(position, formatLocale);
  const spoken = useSpoken(
    shown === null
      ? ''
      : `${t('position')}: ${shown}. ${outlook.title ?? ''} ${outlook.text}`.replace(/\s+/g, ' '),
    outlook.state,
  );
  const ticketCount = useChosenCount(event.id);
  return (
    <>
      <Card as="section" tone="stage" padding="lg" className="flex flex-col gap-6 sm:gap-8">
        <div>
          <p className="text-sm font-semibold text-stage-accent">
            {t(turn.kind === 'joining' ? 'joining.eyebrow' : 'eyebrow')}
          </p>
          <h1 className="font-display text-headline font-extrabold [overflow-wrap:anywhere]">
            {event.title}
          </h1>
        </div>
        {turn.kind === 'joining' ? (
          <Joining waiting={turn.waiting} />
        ) : (
          <>
            <div className="flex flex-wrap items-end gap-x-8 gap-y-4">
              <p>
                <span className="block text-sm opacity-85">{t('position')}</span>
                <span
                  data-testid="position"
                  className="tabular block font-display text-display font-extrabold"
                >
                  {shown ?? '–'}
                </span>
              </p>
              <div className="min-w-0 max-w-prose flex-1 basis-56 pb-1">
                {outlook.title ? (
                  <p className="text-lg font-semibold text-stage-accent">{outlook.title}</p>
                ) : null}
                <p className={outlook.title ? 'mt-1 text-sm' : 'text-lg'}>{outlook.text}</p>
              </div>
            </div>
            <LinePicture
              position={Math.max(1, position ?? turn.firstPosition)}
              firstPosition={turn.firstPosition}
            />
          </>
        )}
        <p role="status" className="sr-only">
          {spoken}
        </p>
      </Card>
      <Card as="section" aria-label={t('facts.label')} className="flex flex-col gap-5">
        <ul className="flex flex-col gap-4 text-sm">
          <Fact icon={<Hourglass aria-hidden="true" />}>{t('facts.stays')}</Fact>
          <Fact icon={<RefreshCw aria-hidden="true" />}>{t('facts.noGain')}</Fact>
          <Fact icon={<ShoppingBag aria-hidden="true" />}>
            {ticketCount > 0 ? t('facts.chosen', { count: ticketCount }) : t('facts.choose')}{' '}
            <Link
              href={ticketsPath(event.path, eventLink)}
              className="inline-flex min-h-6 items-center font-semibold underline underline-offset-4 hover:no-underline"
            >
              {t('facts.toEvent')}
            </Link>
          </Fact>
        </ul>
        <div className="border-t border-line pt-4">
          <CallMe onChange={onCallChange} />
        </div>
      </Card>
    </>
  );
}

function Joining({ waiting }: { waiting: Extract<Turn, { kind: 'joining' }>['waiting'] }) {
  const t = useT('waiting-line');
  const isComputing = waiting?.phase === 'computing';
  const isRepeated = waiting !== null && waiting.phase !== 'computing' && waiting.attempt > 1;
  const percent = isComputing ? Math.round(waiting.share * 100) : 0;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex items-start gap-3 text-lg">
        <Spinner className="mt-1 shrink-0" />
        {t(isComputing ? 'joining.computing' : isRepeated ? 'joining.crowded' : 'joining.text')}
      </p>
      {isComputing ? (
        <Progress
          label={t('joining.label')}
          value={percent}
          max={100}
          valueText={`${percent} %`}
          tone="info"
        />
      ) : null}
    </div>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-start gap-3 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-brand">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  );
}

/** How many tickets were chosen before joining; only the browser knows. */
function useChosenCount(eventId: string): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    setCount(Object.values(readChoice(eventId)).reduce((sum, quantity) => sum + quantity, 0));
  }, [eventId]);
  return count;
}
