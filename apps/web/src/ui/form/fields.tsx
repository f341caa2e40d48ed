'use client';

import { type ComponentProps, type ReactNode, useEffect } from 'react';
import { useController } from 'react-hook-form';
import { useT } from '@/lib/i18n/client';
import { Checkbox, RadioCards, Switch } from '../checkbox';
import { DateTimeField } from '../date-time-field';
import { Field, FieldError } from '../field';
import { AffixInput, Input, PasswordInput, Select, type SelectOption, Textarea } from '../input';
import { NumberStepper } from '../number-stepper';
import { fieldId, useFormContext } from './form';
import { messageText } from './issue-text';
import type { FieldBinding } from './use-zod-form';

type FieldProps = FieldBinding & {
  label: string;
  hint?: ReactNode;
  required?: boolean;
  className?: string;
};

/** One value of a form: its binding to React Hook Form, its id, its error in words. */
function useFormField({ name, control, label }: FieldBinding & { label: string }) {
  const t = useT();
  const { id: formId, setLabel } = useFormContext();
  const { field, fieldState } = useController({ name, control });
  useEffect(() => {
    setLabel(name, label);
    return () => setLabel(name, null);
  }, [name, label, setLabel]);
  return {
    id: fieldId(formId, name),
    error: fieldState.error ? messageText(fieldState.error.message, t) : undefined,
    field,
  };
}

type InputProps = Omit<ComponentProps<'input'>, keyof FieldProps | 'value' | 'onChange' | 'ref'>;

export function TextField({
  name,
  control,
  label,
  hint,
  required,
  className,
  before,
  after,
  ...props
}: FieldProps & InputProps & { before?: ReactNode; after?: ReactNode }) {
  const { id, error, field } = useFormField({ name, control, label });
  const value = field.value ?? '';
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      {before || after ? (
        <AffixInput {...props} {...field} value={value} before={before} after={after} />
      ) : (
        <Input {...props} {...field} value={value} />
      )}
    </Field>
  );
}

export function PasswordField({
  name,
  control,
  label,
  hint,
  required,
  className,
  ...props
}: FieldProps & InputProps) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <PasswordInput {...props} {...field} value={field.value ?? ''} />
    </Field>
  );
}

export function TextareaField({
  name,
  control,
  label,
  hint,
  required,
  className,
  ...props
}: FieldProps & Omit<ComponentProps<'textarea'>, keyof FieldProps | 'value' | 'onChange' | 'ref'>) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <Textarea {...props} {...field} value={field.value ?? ''} />
    </Field>
  );
}

export function SelectField({
  name,
  control,
  label,
  hint,
  required,
  className,
  options,
  placeholder,
}: FieldProps & { options: readonly SelectOption[]; placeholder?: string }) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <Select {...field} value={field.value ?? ''} options={options} placeholder={placeholder} />
    </Field>
  );
}

/** A whole or decimal number as typed; an empty field is null. */
export function NumberField({
  name,
  control,
  label,
  hint,
  required,
  className,
  ...props
}: FieldProps & InputProps) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <Input
        inputMode="numeric"
        {...props}
        {...field}
        type="number"
        value={field.value ?? ''}
        onChange={({ target }) =>
          field.onChange(Number.isNaN(target.valueAsNumber) ? null : target.valueAsNumber)
        }
        className="tabular"
      />
    </Field>
  );
}

export function StepperField({
  name,
  control,
  label,
  hint,
  required = true,
  className,
  min,
  max,
}: FieldProps & { min?: number; max?: number }) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <NumberStepper
        label={label}
        value={field.value ?? min ?? 0}
        onChange={field.onChange}
        min={min}
        max={max}
        className="self-start"
      />
    </Field>
  );
}

/** The value is an instant (ISO text) or null; `zone` is the clock it is entered by. */
export function DateTimeFormField({
  name,
  control,
  label,
  hint,
  required,
  className,
  zone,
}: FieldProps & { zone: string }) {
  const { id, error, field } = useFormField({ name, control, label });
  return (
    <Field {...{ id, label, hint, required, error, className }}>
      <DateTimeField
        ref={field.ref}
        name={field.name}
        onBlur={field.onBlur}
        value={field.value ?? null}
        onChange={field.onChange}
        zone={zone}
      />
    </Field>
  );
}

type ToggleFieldProps = FieldBinding & {
  label: string;
  /** When the visible label holds more than text (a link to the terms). */
  content?: ReactNode;
  hint?: ReactNode;
  className?: string;
  disabled?: boolean;
};

export function CheckboxField({ name, control, label, content, ...props }: ToggleFieldProps) {
  const { id, error, field } = useFormField({ name, control, label });
  const { value, ...binding } = field;
  return (
    <Checkbox
      {...props}
      {...binding}
      id={id}
      label={content ?? label}
      error={error}
      checked={value === true}
    />
  );
}

/** Any number of what there is to choose; the value is the list of those chosen. */
export function CheckboxGroupField({
  name,
  control,
  label,
  options,
  className,
}: FieldBinding & {
  label: string;
  options: readonly { value: string; label: string }[];
  className?: string;
}) {
  const { id, error, field } = useFormField({ name, control, label });
  const chosen: readonly string[] = field.value ?? [];
  return (
    <fieldset className={className} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 text-sm font-semibold text-ink">{label}</legend>
      {options.map((option, index) => (
        <Checkbox
          key={option.value}
          // The summary of errors leads to the first.
          id={index === 0 ? id : undefined}
          ref={index === 0 ? field.ref : undefined}
          name={name}
          label={option.label}
          checked={chosen.includes(option.value)}
          onBlur={field.onBlur}
          onChange={({ target }) =>
            field.onChange(
              options
                .map(({ value }) => value)
                .filter((value) =>
                  value === option.value ? target.checked : chosen.includes(value),
                ),
            )
          }
        />
      ))}
      <FieldError id={`${id}-error`} error={error} />
    </fieldset>
  );
}

export function SwitchField({ name, control, label, content, ...props }: ToggleFieldProps) {
  const { id, error, field } = useFormField({ name, control, label });
  const { value, ...binding } = field;
  return (
    <Switch
      {...props}
      {...binding}
      id={id}
      label={content ?? label}
      error={error}
      checked={value === true}
    />
  );
}

export function RadioCardsField({
  name,
  control,
  label,
  options,
  className,
}: FieldBinding & {
  label: string;
  options: ComponentProps<typeof RadioCards>['options'];
  className?: string;
}) {
  const { id, error, field } = useFormField({ name, control, label });
  const { value, ...binding } = field;
  return (
    <RadioCards
      id={id}
      {...binding}
      legend={label}
      options={options}
      error={error}
      className={className}
      value={typeof value === 'string' ? value : ''}
    />
  );
}
