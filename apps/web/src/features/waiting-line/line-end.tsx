'use client';

import { CircleSlash, Hourglass, RotateCcw } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { ticketsPath } from '@/lib/sale/paths';
import { Button, LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';
import type { LineScreenEvent } from './line-screen';

/** There is nothing to wait for any more, or the turn has passed: why, and the way on. */
export function LineEnd({
  kind,
  event,
  eventLink,
  onRejoin,
}: {
  kind: 'ended' | 'soldOut' | 'over';
  event: LineScreenEvent;
  eventLink: string | null;
  onRejoin?: () => void;
}) {
  const t = useT('waiting-line');
  return (
    <EmptyState
      level={1}
      icon={kind === 'over' ? <Hourglass aria-hidden="true" /> : <CircleSlash aria-hidden="true" />}
      title={t(`${kind}.title`)}
      text={t(`${kind}.text`)}
      action={
        <>
          {onRejoin ? (
            <Button variant="primary" onClick={onRejoin}>
              <RotateCcw aria-hidden="true" />
              {t('over.action')}
            </Button>
          ) : null}
          <LinkButton href={ticketsPath(event.path, eventLink)}>{t('toEvent')}</LinkButton>
        </>
      }
    />
  );
}
