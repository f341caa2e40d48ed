'use client';

import { useState } from 'react';
import { cx } from './cx';

/** A person or an organization, by picture or by initials. The name stands beside it, so it is silent. */
export function Avatar({
  name,
  src,
  size = 'md',
  shape = 'round',
}: {
  name: string;
  src?: string | null;
  size?: 'sm' | 'md' | 'lg';
  /** People are round, organizations square. */
  shape?: 'round' | 'square';
}) {
  const [failedSrc, setFailedSrc] = useState<string | null>(null);
  const initials = name
    .trim()
    .split(/\s+/)
    .filter((_, index, words) => index === 0 || index === words.length - 1)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toLocaleUpperCase();
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-flex shrink-0 items-center justify-center overflow-hidden bg-brand-soft font-semibold text-brand select-none',
        shape === 'round' ? 'rounded-full' : 'rounded-control',
        size === 'sm' && 'size-8 text-2xs',
        size === 'md' && 'size-11 text-sm',
        size === 'lg' && 'size-20 text-xl',
      )}
    >
      {src && src !== failedSrc ? (
        // biome-ignore lint/performance/noImgElement: served by the API at the size it is shown
        <img
          src={src}
          alt=""
          loading="lazy"
          onError={() => setFailedSrc(src)}
          className="size-full object-cover"
        />
      ) : (
        initials
      )}
    </span>
  );
}
