import { MapPin, MonitorPlay } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { BrandColors } from '@/lib/brand';
import { formatRange } from '@/lib/format/dates';
import { BrandScope } from './brand-scope';
import { Cover } from './cover';
import { cx } from './cx';
import { DateLeaf } from './date-leaf';

export type EventCardProps = {
  href: string;
  title: string;
  /** Who holds it; left out on the organization's own page. */
  organizer?: string;
  coverUrl: string | null;
  startsAt: string;
  endsAt: string;
  zone: string;
  locale: string;
  place: string;
  isOnline: boolean;
  /** The price it begins at, or what stands in for it. */
  price: ReactNode;
  badge?: ReactNode;
  colors?: BrandColors | null;
  headingLevel?: 2 | 3;
  priority?: boolean;
  isMuted?: boolean;
};

/** An event in a list: its picture, when, where, from how much. The whole card takes the press. */
export function EventCard(props: EventCardProps) {
  const { title, startsAt, endsAt, zone, locale, isOnline } = props;
  const Heading = `h${props.headingLevel ?? 3}` as const;
  const PlaceIcon = isOnline ? MonitorPlay : MapPin;
  return (
    <BrandScope colors={props.colors} className="h-full">
      <article
        className={cx(
          'group forced-border relative flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface shadow-card transition-shadow duration-200 hover:shadow-lifted has-[a:focus-visible]:outline-(length:--focus-width) has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-focus',
        )}
      >
        <div className="relative">
          <Cover
            src={props.coverUrl}
            priority={props.priority}
            className={cx('aspect-[16/9] w-full', props.isMuted && 'grayscale-75')}
          />
          <DateLeaf at={startsAt} zone={zone} locale={locale} className="absolute top-3 left-3" />
          {props.badge ? (
            <span className="absolute top-3 right-3 shadow-card">{props.badge}</span>
          ) : null}
        </div>
        <div className="flex flex-1 flex-col gap-2 p-4">
          {props.organizer ? (
            <p className="truncate text-xs font-semibold text-brand">{props.organizer}</p>
          ) : null}
          <Heading className="text-lg leading-snug font-semibold tracking-tight">
            <Link
              href={props.href}
              className="underline-offset-4 outline-none group-hover:underline after:absolute after:inset-0 after:z-1"
            >
              {title}
            </Link>
          </Heading>
          <p className="text-sm text-muted">
            <time dateTime={startsAt}>{formatRange(startsAt, endsAt, zone, locale)}</time>
          </p>
          <div className="mt-auto flex items-end justify-between gap-3 pt-2 text-sm">
            <span className="flex min-w-0 items-center gap-1.5 text-muted">
              <PlaceIcon aria-hidden="true" className="size-4 shrink-0" />
              <span className="truncate">{props.place}</span>
            </span>
            <span className="shrink-0 font-semibold">{props.price}</span>
          </div>
        </div>
      </article>
    </BrandScope>
  );
}
