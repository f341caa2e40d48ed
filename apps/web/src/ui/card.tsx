import type { HTMLAttributes, ReactNode } from 'react';
import { cx } from './cx';

type Tag = 'div' | 'section' | 'article' | 'li' | 'aside';

/** A surface that holds one thing. `as` chooses its meaning, `tone` how much it stands out. */
export function Card({
  as: Element = 'div',
  tone = 'surface',
  padding = 'md',
  className,
  ...props
}: HTMLAttributes<HTMLElement> & {
  as?: Tag;
  tone?: 'surface' | 'sunken' | 'brand' | 'stage';
  padding?: 'none' | 'sm' | 'md' | 'lg';
}) {
  return (
    <Element
      {...props}
      className={cx(
        'forced-border min-w-0 rounded-card',
        tone === 'surface' && 'border border-line bg-surface shadow-card',
        tone === 'sunken' && 'border border-line bg-sunken',
        tone === 'brand' && 'border border-brand-line bg-brand-soft',
        tone === 'stage' && 'bg-stage text-on-stage',
        padding === 'sm' && 'p-4',
        padding === 'md' && 'p-4 sm:p-6',
        padding === 'lg' && 'p-6 sm:p-8',
        className,
      )}
    />
  );
}

/** The head of a card: what it is, perhaps a line more, perhaps something to do. */
export function CardHeader({
  title,
  level = 2,
  description,
  actions,
}: {
  title: ReactNode;
  level?: 2 | 3 | 4;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <Heading className="text-lg font-semibold tracking-tight">{title}</Heading>
        {description ? <p className="mt-0.5 text-sm text-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
