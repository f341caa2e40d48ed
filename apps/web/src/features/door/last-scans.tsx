'use client';

import { History } from 'lucide-react';
import { useState } from 'react';
import { failureText } from '@/lib/errors';
import { formatTime } from '@/lib/format/dates';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Failure, Result } from '@/lib/result';
import { Alert } from '@/ui/alert';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { ConfirmDialog } from '@/ui/dialog';
import { Sheet } from '@/ui/sheet';
import { EmptyState } from '@/ui/states';
import type { PastScan } from './use-door';
import { looks } from './verdict-overlay';

/** What this phone scanned lately; an admission can be taken back where the organizer allows it. */
export function LastScans({
  open,
  onOpenChange,
  scans,
  timezone,
  canUndo,
  onUndo,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  scans: PastScan[];
  timezone: string;
  canUndo: boolean;
  onUndo: (scanId: string) => Promise<Result<null>>;
}) {
  const t = useT('door');
  const [asked, setAsked] = useState<PastScan | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('last.title')}>
      {scans.length === 0 ? (
        <EmptyState
          level={3}
          icon={<History aria-hidden="true" />}
          title={t('last.empty')}
          text={t('last.emptyText')}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <ul className="flex flex-col gap-2">
            {scans.map((scan) => (
              <ScanRow
                key={scan.scanId}
                scan={scan}
                timezone={timezone}
                onUndo={
                  canUndo && scan.shown === 'accepted' && !scan.isUndone
                    ? () => {
                        setFailure(null);
                        setAsked(scan);
                      }
                    : null
                }
              />
            ))}
          </ul>
          <p className="text-xs text-muted">{t('last.note')}</p>
        </div>
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => {
          if (!isOpen) setAsked(null);
        }}
        title={t('last.undoAsk')}
        description={t('last.undoText', { name: asked?.answer?.attendeeName ?? '' })}
        confirmLabel={t('last.undo')}
        onConfirm={async () => {
          const result = asked ? await onUndo(asked.scanId) : null;
          if (result && !result.ok) {
            setFailure(result.error);
            return false;
          }
          return true;
        }}
      >
        {failure ? (
          <Alert tone="critical" live title={t('last.undoFailed')}>
            {failureText(failure, t)}
          </Alert>
        ) : null}
      </ConfirmDialog>
    </Sheet>
  );
}

function ScanRow({
  scan,
  timezone,
  onUndo,
}: {
  scan: PastScan;
  timezone: string;
  onUndo: (() => void) | null;
}) {
  const t = useT('door');
  const { formatLocale } = useLocale();
  const { surface, Icon } = looks[scan.shown];
  const name = scan.answer?.attendeeName;
  return (
    <li className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
      <span
        data-theme="light"
        className={cx('flex size-10 shrink-0 items-center justify-center rounded-full', surface)}
      >
        <Icon aria-hidden="true" className="size-6" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-semibold break-words">
          <bdi>{name ?? t(`verdict.${scan.shown}`)}</bdi>
        </p>
        <p className="text-sm text-muted">
          {[
            formatTime(scan.at, timezone, formatLocale),
            name ? t(`verdict.${scan.shown}`) : null,
            scan.decidedBy === 'service' ? null : t('verdict.offline'),
            scan.isUndone ? t('last.undone') : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {onUndo ? (
        <Button aria-label={t('last.undoName', { name: name ?? '' })} onClick={onUndo}>
          {t('last.undo')}
        </Button>
      ) : null}
    </li>
  );
}
