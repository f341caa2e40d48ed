'use client';

import { brandVariables, contrast, parseHex } from '@/lib/brand';
import { useLocale, useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Avatar } from '@/ui/avatar';
import { BrandScope } from '@/ui/brand-scope';
import { buttonClass } from '@/ui/button';

/** The head of the public page as it would look with these colours, and whether it can be read. */
export function BrandPreview({
  name,
  tagline,
  logoUrl,
  primary,
  accent,
}: {
  name: string;
  tagline: string;
  logoUrl: string;
  primary: string;
  accent: string;
}) {
  const t = useT('organization');
  const color = parseHex(primary);
  return (
    <div className="flex flex-col gap-3">
      <figure className="overflow-hidden rounded-card border border-line">
        <BrandScope colors={{ primary, accent }} className="bg-stage text-on-stage">
          <div className="flex flex-wrap items-center gap-4 p-4 sm:p-6">
            <Avatar name={name || '?'} src={logoUrl || null} size="lg" shape="square" />
            <div className="min-w-36 flex-1">
              <p className="font-display text-headline font-bold break-words">{name}</p>
              <p className="text-sm text-stage-accent">{tagline || t('settings.previewTagline')}</p>
            </div>
            <span aria-hidden="true" className={buttonClass('stage', 'md')}>
              {t('settings.previewButton')}
            </span>
          </div>
          <div className="flex bg-surface p-4">
            <span aria-hidden="true" className={buttonClass('primary', 'md')}>
              {t('settings.previewButton')}
            </span>
          </div>
        </BrandScope>
        <figcaption className="border-t border-line bg-sunken px-4 py-2 text-xs text-muted">
          {t('settings.preview')}
        </figcaption>
      </figure>
      {color ? (
        <ContrastNote
          ratio={contrast(color, [255, 255, 255])}
          shade={brandVariables({ primary, accent })['--brand-light'] ?? primary}
        />
      ) : null}
    </div>
  );
}

function ContrastNote({ ratio, shade }: { ratio: number; shade: string }) {
  const t = useT('organization');
  const { formatLocale } = useLocale();
  // Rounded down: 4.49 is not enough and must not read 4.5.
  const shown = new Intl.NumberFormat(formatLocale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(Math.floor(ratio * 10) / 10);
  return ratio >= 4.5 ? (
    <Alert tone="positive">{t('settings.contrastGood', { ratio: shown })}</Alert>
  ) : (
    <Alert tone="caution">{t('settings.contrastAdjusted', { ratio: shown, shade })}</Alert>
  );
}
