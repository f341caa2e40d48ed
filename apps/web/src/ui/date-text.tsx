'use client';

import {
  formatDate,
  formatDateTime,
  formatRelative,
  formatShortDate,
  formatTime,
} from '@/lib/format/dates';
import { useLocale } from '@/lib/i18n/client';

const formats = {
  date: formatDate,
  shortDate: formatShortDate,
  time: formatTime,
  dateTime: formatDateTime,
};

/** One moment, on the clock of `zone`. `relative` counts from `now`, which the caller keeps. */
export function DateText({
  at,
  zone,
  format = 'dateTime',
  now,
}: { at: string } & (
  | { zone: string; format?: keyof typeof formats; now?: undefined }
  | { zone?: undefined; format: 'relative'; now: Date }
)) {
  const { formatLocale } = useLocale();
  const text =
    format === 'relative'
      ? formatRelative(at, now ?? new Date(), formatLocale)
      : formats[format](at, zone ?? 'UTC', formatLocale);
  return (
    <time dateTime={at} suppressHydrationWarning>
      {text}
    </time>
  );
}
