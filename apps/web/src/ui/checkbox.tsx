'use client';

import { Check } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx';
import { FieldError } from './field';

type ToggleProps = Omit<ComponentProps<'input'>, 'type'> & {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
};

function useToggle({ id, hint, error }: { id?: string; hint?: ReactNode; error?: string }) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const describedBy = [hint && `${inputId}-hint`, error && `${inputId}-error`].filter(Boolean);
  return { inputId, describedBy: describedBy.join(' ') || undefined };
}

/** One yes or no, with its own label; the whole row takes the press. */
export function Checkbox({ label, hint, error, className, id, ...props }: ToggleProps) {
  const { inputId, describedBy } = useToggle({ id, hint, error });
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={inputId} className="flex min-h-11 cursor-pointer items-start gap-3 py-2.5">
        <span className="relative flex size-6 shrink-0">
          <input
            {...props}
            id={inputId}
            type="checkbox"
            aria-describedby={describedBy}
            aria-invalid={error ? true : undefined}
            className="peer control size-6 cursor-pointer appearance-none rounded-xs! checked:border-brand checked:bg-brand disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-critical"
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute inset-1 size-4 text-on-brand opacity-0 peer-checked:opacity-100"
          />
        </span>
        <span className="flex flex-col gap-0.5 text-sm leading-6">
          <span>{label}</span>
          {hint ? (
            <span id={`${inputId}-hint`} className="text-xs text-muted">
              {hint}
            </span>
          ) : null}
        </span>
      </label>
      <FieldError id={`${inputId}-error`} error={error} />
    </div>
  );
}

/** Something that is on or off at once, without a save button. */
export function Switch({ label, hint, error, className, id, ...props }: ToggleProps) {
  const { inputId, describedBy } = useToggle({ id, hint, error });
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label
        htmlFor={inputId}
        className="flex min-h-11 cursor-pointer items-start justify-between gap-4 py-2"
      >
        <span className="flex flex-col gap-0.5 text-sm leading-7">
          <span className="font-semibold">{label}</span>
          {hint ? (
            <span id={`${inputId}-hint`} className="text-xs text-muted">
              {hint}
            </span>
          ) : null}
        </span>
        <span className="relative flex h-7 w-12 shrink-0">
          <input
            {...props}
            id={inputId}
            type="checkbox"
            // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says itself whether it is on
            role="switch"
            aria-describedby={describedBy}
            className="peer control h-7 w-12 cursor-pointer appearance-none rounded-full! bg-sunken! checked:border-brand checked:bg-brand! disabled:cursor-not-allowed disabled:opacity-50"
          />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-1 left-1 flex size-5 items-center justify-center rounded-full bg-line-strong text-brand transition-transform duration-150 ease-out peer-checked:translate-x-5 peer-checked:bg-on-brand [&_svg]:opacity-0 peer-checked:[&_svg]:opacity-100"
          >
            <Check strokeWidth={3.5} className="size-3" />
          </span>
        </span>
      </label>
      <FieldError id={`${inputId}-error`} error={error} />
    </div>
  );
}

/** A few alternatives that deserve to be seen side by side, each with a line of explanation. */
export function RadioCards({
  legend,
  name,
  value: current,
  options,
  error,
  id: givenId,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type' | 'value'> & {
  legend: string;
  name: string;
  /** The chosen one, with `onChange`. */
  value: string;
  error?: string;
  options: readonly { value: string; label: string; hint?: string; icon?: ReactNode }[];
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <fieldset
      aria-describedby={error ? `${id}-error` : undefined}
      className={cx('flex min-w-0 flex-col gap-2', className)}
    >
      <legend className="mb-1.5 text-sm font-semibold">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
        {options.map(({ value, label, hint, icon }, index) => (
          <label
            key={value}
            className="control flex min-h-11 cursor-pointer items-start gap-3 p-3 has-checked:border-brand has-checked:bg-brand-soft has-checked:shadow-[inset_0_0_0_1px_var(--brand)] has-focus-visible:outline-(length:--focus-width) has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              {...props}
              // The group answers to its first radio: that is where a summary's link leads.
              id={index === 0 ? id : undefined}
              aria-invalid={error ? true : undefined}
              type="radio"
              name={name}
              value={value}
              checked={value === current}
              className="control mt-0.5 size-5 shrink-0 cursor-pointer appearance-none rounded-full! checked:border-6 checked:border-brand focus:outline-none"
            />
            <span className="flex flex-col gap-0.5 text-sm">
              <span className="flex items-center gap-2 font-semibold [&_svg]:size-4">
                {icon}
                {label}
              </span>
              {hint ? <span className="text-xs text-muted">{hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}
