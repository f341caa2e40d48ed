'use client';

import { ChevronDown, Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { cx } from './cx';
import { useFieldControl } from './field';

const look =
  'control min-h-11 w-full min-w-0 px-3 py-2 text-base placeholder:text-muted disabled:bg-sunken disabled:text-muted aria-invalid:border-critical aria-invalid:shadow-[inset_0_0_0_1px_var(--critical)]';

/** 16 px text: smaller makes phones zoom in on focus. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  const control = useFieldControl(props);
  return (
    <input
      type="text"
      {...props}
      {...control}
      className={cx(look, 'read-only:bg-sunken', className)}
    />
  );
}

/** An input with something fixed before or after it: a currency, the start of a web address. */
export function AffixInput({
  before,
  after,
  className,
  ...props
}: ComponentProps<'input'> & { before?: ReactNode; after?: ReactNode }) {
  const control = useFieldControl(props);
  return (
    <div
      className={cx(
        'control flex min-h-11 items-stretch overflow-hidden focus-within:outline-(length:--focus-width) focus-within:outline-focus focus-within:outline-offset-2 has-aria-invalid:border-critical',
        className,
      )}
    >
      {before ? <Affix>{before}</Affix> : null}
      <input
        type="text"
        {...props}
        {...control}
        className="min-w-0 flex-1 bg-transparent px-3 py-2 text-base placeholder:text-muted focus:outline-none"
      />
      {after ? <Affix>{after}</Affix> : null}
    </div>
  );
}

function Affix({ children }: { children: ReactNode }) {
  return (
    <span className="flex max-w-[55%] items-center bg-sunken px-3 text-sm text-muted">
      <span className="truncate">{children}</span>
    </span>
  );
}

export function PasswordInput({ className, ...props }: ComponentProps<'input'>) {
  const t = useT();
  const control = useFieldControl(props);
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <input
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        {...control}
        type={isShown ? 'text' : 'password'}
        className={cx(look, 'pr-12', className)}
      />
      <button
        type="button"
        aria-label={t(isShown ? 'field.hidePassword' : 'field.showPassword')}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0 right-0 flex w-11 items-center justify-center rounded-control text-muted hover:text-ink"
      >
        <Icon aria-hidden="true" className="size-5" />
      </button>
    </div>
  );
}

export function Textarea({ className, rows = 4, ...props }: ComponentProps<'textarea'>) {
  const control = useFieldControl(props);
  return (
    <textarea
      rows={rows}
      {...props}
      {...control}
      className={cx(
        look,
        'read-only:bg-sunken field-sizing-content max-h-96 min-h-24 resize-y',
        className,
      )}
    />
  );
}

export type SelectOption = { value: string; label: string; disabled?: boolean };

/** The platform's own select: the best one on phones and with assistive technology. */
export function Select({
  options,
  placeholder,
  className,
  ...props
}: ComponentProps<'select'> & { options: readonly SelectOption[]; placeholder?: string }) {
  const control = useFieldControl(props);
  return (
    <div className="relative">
      <select {...props} {...control} className={cx(look, 'appearance-none pr-10', className)}>
        {placeholder === undefined ? null : (
          <option value="" disabled={props.required}>
            {placeholder}
          </option>
        )}
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 size-5 -translate-y-1/2 text-muted"
      />
    </div>
  );
}
