import { calendarLeaf } from '@/lib/format/dates';
import { cx } from './cx';

/** A leaf of a calendar: the day something begins, on its own clock. Said in words elsewhere. */
export function DateLeaf({
  at,
  zone,
  locale,
  className,
}: {
  at: string;
  zone: string;
  locale: string;
  className?: string;
}) {
  const { day, month, weekday } = calendarLeaf(at, zone, locale);
  return (
    <span
      aria-hidden="true"
      className={cx(
        'forced-border flex w-14 flex-col items-center overflow-hidden rounded-control bg-surface text-center text-ink shadow-card',
        className,
      )}
    >
      <span className="w-full bg-brand px-1 py-0.5 text-2xs font-semibold text-on-brand">
        {month}
      </span>
      <span className="tabular pt-1 font-display text-xl leading-6 font-bold">{day}</span>
      <span className="pb-1 text-2xs text-muted">{weekday}</span>
    </span>
  );
}
