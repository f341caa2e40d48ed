import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Spinner } from './spinner';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger' | 'stage';
export type ButtonSize = 'sm' | 'md' | 'lg';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-hover border-transparent',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-critical text-on-critical hover:bg-critical-hover border-transparent',
  // For use on a stage: the lamp is the brightest thing in the hall.
  stage: 'bg-stage-accent text-stage border-transparent hover:brightness-105',
};

const sizes: Record<ButtonSize, string> = {
  // Looks 36 px high; the area that takes a finger is 44.
  sm: 'min-h-9 px-3 text-sm after:absolute after:inset-x-0 after:-inset-y-1',
  md: 'min-h-11 px-4 text-sm',
  lg: 'min-h-13 px-6 text-base',
};

export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return cx(
    'relative inline-flex shrink-0 items-center justify-center gap-2 rounded-control border-(length:--control-line-width) text-center font-semibold leading-tight no-underline select-none',
    'transition-[background-color,transform,filter] duration-150 ease-out active:translate-y-px',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50',
    '[&_svg]:size-[1.15em] [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  );
}

export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  className,
  children,
  type = 'button',
  onClick,
  ...props
}: ComponentProps<'button'> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows that the press was heard and takes no second one; stays focusable, so focus is not lost. */
  pending?: boolean;
}) {
  return (
    <button
      {...props}
      type={type}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={buttonClass(variant, size, className)}
    >
      {pending ? <Spinner /> : null}
      {children}
    </button>
  );
}

export function LinkButton({
  variant = 'secondary',
  size = 'md',
  className,
  ...props
}: ComponentProps<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize }) {
  return <Link {...props} className={buttonClass(variant, size, className)} />;
}

/** A square button that shows an icon; `label` is what it is called. */
export function IconButton({
  label,
  variant = 'quiet',
  className,
  children,
  ...props
}: Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string;
  variant?: ButtonVariant;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      className={buttonClass(variant, 'md', cx('size-11 px-0! [&_svg]:size-5!', className))}
    >
      {children}
    </button>
  );
}
