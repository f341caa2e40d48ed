'use client';

import { Clock } from 'lucide-react';
import { type ComponentProps, useId } from 'react';
import { zoneName } from '@/lib/format/dates';
import { fromLocalInput, toLocalInput } from '@/lib/format/zone';
import { useLocale, useT } from '@/lib/i18n/client';
import { Input } from './input';

/**
 * A date and time in a named zone. Outside it is an instant (ISO text, or null while it is empty or
 * incomplete); inside it is the clock of the zone, which is written below.
 */
export function DateTimeField({
  value,
  onChange,
  zone,
  ...props
}: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  value: string | null;
  onChange: (instant: string | null) => void;
  zone: string;
}) {
  const t = useT();
  const { formatLocale } = useLocale();
  const zoneId = useId();
  const shortName = zoneName(value ?? new Date(), zone, formatLocale);
  return (
    <div className="flex flex-col gap-1.5">
      <Input
        {...props}
        type="datetime-local"
        aria-describedby={zoneId}
        value={value ? toLocalInput(value, zone) : ''}
        onChange={({ target }) => onChange(fromLocalInput(target.value, zone))}
      />
      <span
        id={zoneId}
        suppressHydrationWarning
        className="flex items-center gap-1.5 text-xs text-muted"
      >
        <Clock aria-hidden="true" className="size-3.5" />
        {t('field.zone', { zone: `${zone.replaceAll('_', ' ')} (${shortName})` })}
      </span>
    </div>
  );
}
