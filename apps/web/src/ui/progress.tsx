import type { Tone } from './badge';
import { cx } from './cx';

const fill: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  positive: 'bg-positive',
  caution: 'bg-caution',
  critical: 'bg-critical',
  info: 'bg-info',
  brand: 'bg-(--brand)',
};

/** A share of a whole, with its numbers in `valueText`: "214 of 300 sold". */
export function Progress({
  label,
  value,
  max,
  valueText,
  tone = 'brand',
  className,
}: {
  label: string;
  value: number;
  max: number;
  valueText: string;
  tone?: Tone;
  className?: string;
}) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={valueText}
      className={cx(
        'forced-border h-2.5 w-full overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset',
        className,
      )}
    >
      <div
        className={cx('h-full rounded-full transition-[width] duration-300 ease-out', fill[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
