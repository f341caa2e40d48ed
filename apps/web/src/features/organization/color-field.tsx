'use client';

import { useT } from '@/lib/i18n/client';
import { type FieldBinding, TextField } from '@/ui/form';

/** A colour, typed or picked: both show and change the same value. */
export function ColorField({
  binding,
  label,
  hint,
  value,
  onPick,
}: {
  binding: FieldBinding;
  label: string;
  hint: string;
  value: string;
  onPick: (color: string) => void;
}) {
  const t = useT('organization');
  const isColor = /^#[0-9a-f]{6}$/i.test(value);
  return (
    <div className="flex items-start gap-3">
      <label className="control relative mt-7 size-11 shrink-0 cursor-pointer overflow-hidden has-focus-visible:outline-(length:--focus-width) has-focus-visible:outline-focus has-focus-visible:outline-offset-2">
        <span className="sr-only">{t('settings.pick', { label })}</span>
        <input
          type="color"
          value={isColor ? value.toLowerCase() : '#000000'}
          onChange={({ target }) => onPick(target.value)}
          className="absolute -inset-2 size-16 cursor-pointer appearance-none border-0 bg-transparent p-0"
        />
      </label>
      <TextField
        {...binding}
        label={label}
        hint={hint}
        required
        autoCapitalize="none"
        spellCheck={false}
        maxLength={7}
        className="flex-1"
      />
    </div>
  );
}
