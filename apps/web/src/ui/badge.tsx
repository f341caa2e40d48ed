import type { ReactNode } from 'react';
import { cx } from './cx';

export type Tone = 'neutral' | 'positive' | 'caution' | 'critical' | 'info' | 'brand';

export const toneClass: Record<Tone, string> = {
  neutral: 'bg-sunken text-ink border-line',
  positive: 'bg-positive-soft text-positive border-positive-line',
  caution: 'bg-caution-soft text-caution border-caution-line',
  critical: 'bg-critical-soft text-critical border-critical-line',
  info: 'bg-info-soft text-info border-info-line',
  brand: 'bg-brand-soft text-brand border-brand-line',
};

/** A short fact about the thing beside it. The text says it; colour and icon only help. */
export function Badge({
  tone = 'neutral',
  icon,
  className,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex min-h-6 items-center gap-1 rounded-full border px-2.5 py-0.5 text-2xs font-semibold whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0',
        toneClass[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
