'use client';

import { useState } from 'react';
import { cx } from './cx';

/** An organization's mark on a light plate, whatever the page's colours; its initial without one. */
export function OrganizerLogo({
  name,
  src,
  size = 'md',
  className,
}: {
  name: string;
  src: string | null | undefined;
  size?: 'sm' | 'md' | 'lg';
  className?: string;
}) {
  const [hasFailed, setFailed] = useState(false);
  return (
    <span
      aria-hidden="true"
      className={cx(
        'forced-border inline-flex shrink-0 items-center justify-center overflow-hidden rounded-control bg-brand font-display font-bold text-on-brand',
        size === 'sm' && 'size-9 text-sm',
        size === 'md' && 'size-12 text-lg',
        size === 'lg' && 'size-24 rounded-[22%]! text-headline sm:size-28',
        className,
      )}
    >
      {src && !hasFailed ? (
        // biome-ignore lint/performance/noImgElement: served by us at the size it is shown, often as SVG
        <img
          src={src}
          alt=""
          onError={() => setFailed(true)}
          className="size-full bg-[#fff] object-contain"
        />
      ) : (
        (Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '')
      )}
    </span>
  );
}
