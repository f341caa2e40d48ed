'use client';

import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { useT } from '@/lib/i18n/client';
import { cx } from './cx';

type FieldControl = {
  id: string;
  label: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
};

const FieldContext = createContext<FieldControl | null>(null);

/**
 * A label, a hint and an error around one control. Every control of this folder finds its id and
 * descriptions here by itself: `<Field label="Name"><Input /></Field>`.
 */
export function Field({
  label,
  hint,
  error,
  required = false,
  hideOptional = false,
  hideLabel = false,
  id: givenId,
  className,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** Fields that may stay empty say so; the required ones are the silent majority. */
  required?: boolean;
  hideOptional?: boolean;
  hideLabel?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  const t = useT();
  const ownId = useId();
  const id = givenId ?? ownId;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const control: FieldControl = {
    id,
    label,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  };
  return (
    <div className={cx('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={cx('text-sm font-semibold text-ink', hideLabel && 'sr-only')}>
        {label}
        {required || hideOptional ? null : (
          <span className="font-normal text-muted"> ({t('field.optional')})</span>
        )}
      </label>
      <FieldContext value={control}>{children}</FieldContext>
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
      <FieldError id={`${id}-error`} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error?: string }) {
  if (!error) return null;
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm font-medium text-critical">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {error}
    </p>
  );
}

/** The attributes that tie a control to the Field around it; a control alone brings its own. */
export function useFieldControl(own: { id?: string; 'aria-describedby'?: string }) {
  const field = useContext(FieldContext);
  if (!field) return {};
  const { label: _, ...attributes } = field;
  return {
    ...attributes,
    id: own.id ?? attributes.id,
    'aria-describedby':
      [attributes['aria-describedby'], own['aria-describedby']].filter(Boolean).join(' ') ||
      undefined,
  };
}

export function useFieldLabel(): string | undefined {
  return useContext(FieldContext)?.label;
}
