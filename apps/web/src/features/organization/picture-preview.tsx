'use client';

import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { cx } from '@/ui/cx';

/** What an address of a picture shows, or why it shows nothing. */
export function PicturePreview({ src, shape }: { src: string; shape: 'logo' | 'cover' }) {
  const t = useT('organization');
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null);
  if (!/^(https?:\/\/|\/)\S+$/.test(src)) return null;
  if (src === brokenSrc) {
    return <p className="text-xs font-medium text-caution">{t('settings.pictureBroken')}</p>;
  }
  return (
    // biome-ignore lint/performance/noImgElement: an address that is being typed
    <img
      src={src}
      alt={t('settings.picturePreview')}
      onError={() => setBrokenSrc(src)}
      className={cx(
        'rounded-control border border-line bg-sunken object-cover',
        shape === 'logo' ? 'size-20' : 'aspect-3/1 w-full',
      )}
    />
  );
}
