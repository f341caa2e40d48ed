'use client';

import type { ReactNode } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';

/** Says what is wrong with a changed field as soon as it is left, not only when all is sent. */
export function ValidateOnLeave<Input extends FieldValues, Output>({
  form,
  className,
  children,
}: {
  form: UseFormReturn<Input, unknown, Output>;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that a field inside was left
    <div
      className={className}
      onBlur={({ target }) => {
        const name = target.getAttribute('name');
        if (!name) return;
        // The names in the DOM are the paths the fields were bound with.
        const path = name as FieldPath<Input>;
        if (form.getFieldState(path).isDirty) void form.trigger(path);
      }}
    >
      {children}
    </div>
  );
}
