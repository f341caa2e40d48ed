'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMemo } from 'react';
import {
  type Control,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { $ZodType } from 'zod/v4/core';
import { useT } from '@/lib/i18n/client';
import { issueText } from './issue-text';

/** What ties a field component to one value of a form: `<TextField {...form.field('email')} …/>`. */
export type FieldBinding = { name: string; control: Control<FieldValues> };

export type ZodForm<Input extends FieldValues, Output> = UseFormReturn<Input, unknown, Output> & {
  field: (name: FieldPath<Input>) => FieldBinding;
};

/**
 * A form whose rules are a zod schema. Errors appear on submit and then follow the typing; what
 * `onSubmit` gets is the schema's output, already parsed.
 */
export function useZodForm<Output extends FieldValues, Input extends FieldValues>(
  schema: $ZodType<Output, Input>,
  { defaultValues }: { defaultValues: DefaultValues<Input> },
): ZodForm<Input, Output> {
  const t = useT();
  const resolver = useMemo(
    () => zodResolver<Input, unknown, Output>(schema, { error: (issue) => issueText(issue, t) }),
    [schema, t],
  );
  const form = useForm<Input, unknown, Output>({
    resolver,
    defaultValues,
    // Form moves the focus, in the order of the page and not of registration.
    shouldFocusError: false,
  });
  return {
    ...form,
    // The one place where the form's own value types are let go; the path was checked before.
    field: (name) => ({ name, control: form.control as unknown as Control<FieldValues> }),
  };
}
