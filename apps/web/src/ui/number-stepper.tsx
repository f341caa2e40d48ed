'use client';

import { Minus, Plus } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { cx } from './cx';
import { useFieldControl } from './field';

/**
 * A small count with a button on each side. Also a number input, so typing and the arrow keys work;
 * what is typed is brought into range when the field is left.
 */
export function NumberStepper({
  label,
  value,
  onChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  disabled = false,
  className,
}: {
  /** What is counted, for the buttons' names: "Early bird". */
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  disabled?: boolean;
  className?: string;
}) {
  const t = useT();
  const control: { id?: string } = useFieldControl({});
  const clamp = (next: number) => Math.min(max, Math.max(min, Math.trunc(next)));
  const step =
    'flex size-11 shrink-0 items-center justify-center rounded-control text-ink hover:bg-sunken disabled:pointer-events-none disabled:text-faint';
  return (
    <div className={cx('control inline-flex items-center', className)}>
      <button
        type="button"
        className={step}
        aria-label={t('field.decrease', { label })}
        disabled={disabled || value <= min}
        onClick={() => onChange(clamp(value - 1))}
      >
        <Minus aria-hidden="true" className="size-5" />
      </button>
      <input
        {...control}
        {...(control.id ? {} : { 'aria-label': label })}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        disabled={disabled}
        value={value}
        onChange={({ target }) => {
          const next = target.valueAsNumber;
          if (Number.isFinite(next)) onChange(clamp(next));
        }}
        onFocus={({ target }) => target.select()}
        className="tabular h-11 w-11 appearance-none rounded-control bg-transparent text-center text-base font-semibold [-moz-appearance:textfield] [&::-webkit-inner-spin-button]:appearance-none [&::-webkit-outer-spin-button]:appearance-none"
      />
      <button
        type="button"
        className={step}
        aria-label={t('field.increase', { label })}
        disabled={disabled || value >= max}
        onClick={() => onChange(clamp(value + 1))}
      >
        <Plus aria-hidden="true" className="size-5" />
      </button>
    </div>
  );
}
