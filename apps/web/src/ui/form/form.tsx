'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type FieldErrors, type FieldPath, type FieldValues, useFormState } from 'react-hook-form';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import type { Failure, FailureCode, Result } from '@/lib/result';
import { Alert } from '../alert';
import { Button, type ButtonSize, type ButtonVariant } from '../button';
import { cx } from '../cx';
import { messageText } from './issue-text';
import type { ZodForm } from './use-zod-form';

const FormContext = createContext<{
  id: string;
  pending: boolean;
  setLabel: (name: string, label: string | null) => void;
} | null>(null);

export function useFormContext() {
  const value = useContext(FormContext);
  if (!value) throw new Error('Form fields belong inside a <Form>.');
  return value;
}

/** The DOM id of a field, so that the summary can point at it. */
export function fieldId(formId: string, name: string): string {
  return `${formId}-${name.replaceAll('.', '-')}`;
}

/**
 * A form after the house's convention: errors beside the fields and in a summary on top, focus on
 * the first of them, the server's refusal in words, one submission at a time. `onSubmit` returns
 * the result of its call; throw nothing that is expected.
 */
export function Form<Input extends FieldValues, Output>({
  form,
  onSubmit,
  failureTexts,
  failureFields,
  className,
  children,
}: {
  form: ZodForm<Input, Output>;
  onSubmit: (values: Output) => Promise<Result<unknown> | undefined>;
  /** Better words for some codes than the shared ones. */
  failureTexts?: Partial<Record<FailureCode, string>>;
  /** Codes that belong beside one field: `{ SLUG_TAKEN: 'slug' }`. */
  failureFields?: Partial<Record<FailureCode, FieldPath<Input>>>;
  className?: string;
  children: ReactNode;
}) {
  const t = useT();
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const isBusy = useRef(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const labels = useRef(new Map<string, string>());
  const { errors } = useFormState({ control: form.control });

  const setLabel = useCallback((name: string, label: string | null) => {
    if (label === null) labels.current.delete(name);
    else labels.current.set(name, label);
  }, []);

  /** True when the server refused. */
  const submit = async (values: Output) => {
    setFailure(null);
    const result = await onSubmit(values);
    if (!result || result.ok) return false;
    const field = failureFields?.[result.error.code];
    if (field) {
      form.setError(field, { type: 'server', message: failureText(result.error, t, failureTexts) });
    } else {
      setFailure(result.error);
    }
    return true;
  };

  const handleSubmit = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy.current) return;
    isBusy.current = true;
    setPending(true);
    let isRefused = false;
    try {
      await form.handleSubmit(
        async (values) => {
          isRefused = await submit(values);
        },
        () => {
          isRefused = true;
        },
      )(event);
    } finally {
      // Only now: React Hook Form tells the fields of their errors after it called back.
      if (isRefused) setAttempt((n) => n + 1);
      isBusy.current = false;
      setPending(false);
    }
  };

  // After a refused attempt: to the first field with an error, else to the summary.
  useEffect(() => {
    if (attempt === 0) return;
    const first =
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
      element.current?.querySelector<HTMLElement>('[data-form-summary]');
    first?.focus();
  }, [attempt]);

  const context = useMemo(() => ({ id, pending, setLabel }), [id, pending, setLabel]);
  const problems = attempt === 0 ? [] : flattenErrors(errors);

  return (
    <FormContext value={context}>
      <form
        ref={element}
        noValidate
        onSubmit={handleSubmit}
        aria-busy={pending || undefined}
        className={cx('flex flex-col gap-5', className)}
      >
        {failure ? (
          <div data-form-summary="" tabIndex={-1}>
            <Alert tone="critical" live title={t('form.failed')}>
              {failureText(failure, t, failureTexts)}
            </Alert>
          </div>
        ) : null}
        {problems.length > 0 ? (
          <div data-form-summary="" tabIndex={-1}>
            <Alert tone="critical" title={t('form.summary', { count: problems.length })}>
              <ul className="flex flex-col gap-1">
                {problems.map(({ name, message }) => (
                  <li key={name}>
                    <a
                      href={`#${fieldId(id, name)}`}
                      className="inline-flex min-h-6 items-center underline underline-offset-4"
                      onClick={(event) => {
                        event.preventDefault();
                        document.getElementById(fieldId(id, name))?.focus();
                      }}
                    >
                      {labels.current.has(name) ? `${labels.current.get(name)}: ` : null}
                      {messageText(message, t)}
                    </a>
                  </li>
                ))}
              </ul>
            </Alert>
          </div>
        ) : null}
        {children}
      </form>
    </FormContext>
  );
}

/** `{attendees: [{name: {message}}]}` as `attendees.0.name: message`. */
function flattenErrors(
  errors: FieldErrors,
  prefix = '',
): { name: string; message: string | undefined }[] {
  return Object.entries(errors).flatMap(([key, value]) => {
    if (!value || typeof value !== 'object') return [];
    const name = prefix ? `${prefix}.${key}` : key;
    if (typeof value.type === 'string' || typeof value.message === 'string') {
      return [{ name, message: typeof value.message === 'string' ? value.message : undefined }];
    }
    return flattenErrors(value as FieldErrors, name);
  });
}

/** Sends the form. While it is on its way the button says so and hears no second press. */
export function SubmitButton({
  variant = 'primary',
  size = 'md',
  className,
  children,
}: {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
  children: ReactNode;
}) {
  const { pending } = useFormContext();
  return (
    <Button type="submit" variant={variant} size={size} pending={pending} className={className}>
      {children}
    </Button>
  );
}

/** The row of buttons at a form's end; full width on phones. */
export function FormActions({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-3 pt-2 sm:flex-row sm:items-center">{children}</div>
  );
}
