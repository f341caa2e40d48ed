import type { ReactNode } from 'react';
import { cx } from './cx';

/** One number that matters. Inside a `<dl>`: it renders the term and its value. */
export function Stat({
  label,
  value,
  detail,
  icon,
  className,
}: {
  label: string;
  value: ReactNode;
  detail?: ReactNode;
  icon?: ReactNode;
  className?: string;
}) {
  return (
    <div
      className={cx(
        'forced-border flex min-w-0 flex-col gap-1 rounded-card border border-line bg-surface p-4 shadow-card',
        className,
      )}
    >
      <dt className="flex items-center gap-2 text-xs font-semibold text-muted [&_svg]:size-4">
        {icon}
        {label}
      </dt>
      <dd className="tabular font-display text-title font-bold break-words">{value}</dd>
      {detail ? <dd className="text-xs text-muted">{detail}</dd> : null}
    </div>
  );
}
