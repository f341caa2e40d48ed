import { cx } from './cx';

/** The outline of something that is still loading. Hidden from assistive technology; give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('block animate-breathe rounded-control bg-line', className)}
    />
  );
}
