'use client';

import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { TextField } from '@/ui/form';
import type { DetailsForm } from './details-form';

export function LookSection({ form }: { form: DetailsForm }) {
  const t = useT('event-editor');
  const src = form.watch('coverImageUrl');
  return (
    <Card as="section">
      <CardHeader title={t('look.title')} />
      <div className="flex flex-col gap-3">
        <TextField
          {...form.field('coverImageUrl')}
          label={t('look.cover')}
          hint={t('look.coverHint')}
          inputMode="url"
          autoCapitalize="none"
        />
        <CoverPreview src={src.trim()} />
      </div>
    </Card>
  );
}

function CoverPreview({ src }: { src: string }) {
  const t = useT('event-editor');
  const [brokenSrc, setBrokenSrc] = useState<string | null>(null);
  if (!/^(https:\/\/|\/)\S+$/.test(src)) return null;
  if (src === brokenSrc) {
    return (
      <p role="status" className="text-xs font-medium text-caution">
        {t('look.broken')}
      </p>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: an address that is being typed
    <img
      src={src}
      alt={t('look.preview')}
      onError={() => setBrokenSrc(src)}
      className="aspect-video w-full max-w-md rounded-control border border-line bg-sunken object-cover"
    />
  );
}
