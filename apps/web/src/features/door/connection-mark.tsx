'use client';

import { LoaderCircle, Wifi, WifiLow, WifiOff } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { cx } from '@/ui/cx';
import type { Connection } from './use-watch';

const marks = {
  connecting: [LoaderCircle, 'text-muted'],
  connected: [Wifi, 'text-positive'],
  slow: [WifiLow, 'text-caution'],
  notReady: [LoaderCircle, 'text-caution'],
  offline: [WifiOff, 'text-caution'],
} as const;

/** How the connection is, in a sign and a word. */
export function ConnectionMark({ connection }: { connection: Connection }) {
  const t = useT('door');
  if (connection === 'revoked') return null;
  const [Icon, ink] = marks[connection];
  return (
    <span role="status" className={cx('inline-flex items-center gap-1 font-semibold', ink)}>
      <Icon aria-hidden="true" className="size-4" />
      {t(`status.${connection}`)}
    </span>
  );
}
