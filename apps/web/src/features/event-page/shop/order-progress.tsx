'use client';

import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Progress } from '@/ui/progress';
import { useShop } from './shop-provider';

/** What is going on while tickets are being held and it takes more than a moment, and the way out. */
export function OrderProgress() {
  const t = useT('event-page');
  const { waiting, isSlow, stop } = useShop();
  const isComputing = waiting?.phase === 'computing';
  if (!waiting || !(isComputing || isSlow)) return null;
  const percent = isComputing ? Math.round(waiting.share * 100) : 0;
  return (
    <div className="flex flex-col gap-2 rounded-card border border-info-line bg-info-soft p-4 text-sm">
      <p role="status">{t(isComputing ? 'progress.computing' : 'progress.crowded')}</p>
      {isComputing ? (
        <Progress
          tone="info"
          label={t('progress.label')}
          value={percent}
          max={100}
          valueText={`${percent} %`}
        />
      ) : null}
      {isSlow ? (
        <Button size="sm" className="self-start" onClick={stop}>
          {t('progress.stop')}
        </Button>
      ) : null}
    </div>
  );
}
