import { BadgeCheck, ExternalLink } from 'lucide-react';
import { safeWebUrl } from '@/lib/format/place';
import { getT } from '@/lib/i18n/server';
import { buttonClass } from '@/ui/button';
import { Cover } from '@/ui/cover';
import { OrganizerLogo } from '@/ui/organizer-logo';

/** The organization's own stage: its picture, its mark, its line. */
export async function OrganizationHero({
  name,
  tagline,
  logoUrl,
  coverUrl,
  websiteUrl,
  isVerified,
}: {
  name: string;
  tagline: string | null;
  logoUrl: string | null;
  coverUrl: string | null;
  websiteUrl: string | null;
  isVerified: boolean;
}) {
  const t = await getT('organization-page');
  const website = safeWebUrl(websiteUrl);
  return (
    <header className="bg-stage text-on-stage">
      <Cover src={coverUrl} priority className="h-44 w-full sm:h-64 lg:h-80" />
      <div className="page-width relative flex flex-col gap-4 pb-8 sm:flex-row sm:items-end sm:gap-6 sm:pb-10">
        <OrganizerLogo
          name={name}
          src={logoUrl}
          size="lg"
          className="-mt-12 ring-4 ring-stage sm:-mt-14"
        />
        <div className="min-w-0 flex-1 sm:pt-6">
          <h1 className="font-display text-headline font-extrabold">{name}</h1>
          {tagline ? <p className="mt-1 text-lg opacity-90">{tagline}</p> : null}
          {isVerified ? (
            <p className="mt-2 flex items-center gap-1.5 text-sm font-semibold text-stage-accent">
              <BadgeCheck aria-hidden="true" className="size-4" />
              {t('verified')}
            </p>
          ) : null}
        </div>
        {website ? (
          <a
            href={website}
            rel="noopener nofollow"
            className={buttonClass('stage', 'md', 'self-start sm:self-auto')}
          >
            <ExternalLink aria-hidden="true" />
            {t('website')}
          </a>
        ) : null}
      </div>
    </header>
  );
}
