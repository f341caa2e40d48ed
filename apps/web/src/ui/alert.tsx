import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

const looks = {
  info: ['bg-info-soft border-info-line', 'text-info', Info],
  positive: ['bg-positive-soft border-positive-line', 'text-positive', CircleCheck],
  caution: ['bg-caution-soft border-caution-line', 'text-caution', TriangleAlert],
  critical: ['bg-critical-soft border-critical-line', 'text-critical', CircleAlert],
} as const;

/** Something to know before going on. `live` when it appears in answer to what someone did. */
export function Alert({
  tone = 'info',
  title,
  live = false,
  action,
  className,
  children,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  live?: boolean;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  const [surface, ink, Icon] = looks[tone];
  return (
    <div
      role={live ? (tone === 'critical' ? 'alert' : 'status') : undefined}
      className={cx('flex items-start gap-3 rounded-card border p-4 text-sm', surface, className)}
    >
      <Icon aria-hidden="true" className={cx('mt-0.5 size-5 shrink-0', ink)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className={title ? 'mt-1' : undefined}>{children}</div> : null}
        {action ? <div className="mt-3 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
