import { CalendarX } from 'lucide-react';
import type { OrganizationPageQuery } from '@/gql/graphql';
import type { BrandColors } from '@/lib/brand';
import { placeWords, readPlace } from '@/lib/format/place';
import { getLocale, getT } from '@/lib/i18n/server';
import { offerOf } from '@/lib/offer';
import { BrandScope } from '@/ui/brand-scope';
import { LinkButton } from '@/ui/button';
import { Disclosure } from '@/ui/disclosure';
import { EventCard } from '@/ui/event-card';
import { OfferBadge, OfferPrice } from '@/ui/offer';
import { Prose } from '@/ui/prose';
import { EmptyState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { OrganizationHero } from './organization-hero';

type Organization = NonNullable<OrganizationPageQuery['organizationBySlug']>;
type OrganizationEvent = NonNullable<Organization['events']['nodes'][number]>;

/** As many past events as fill two rows; all of them on request. */
const pastAtFirst = 6;

export async function OrganizationPage({
  organization,
  showsAllPast,
}: {
  organization: Organization;
  showsAllPast: boolean;
}) {
  const t = await getT('organization-page');
  const { name, orgBranding: branding } = organization;
  const now = Date.now();
  const events = organization.events.nodes.filter((event) => event !== null);
  const isOver = (event: OrganizationEvent) => Date.parse(event.endsAt) <= now;
  // The list comes latest first, which is right for the past and wrong for what is to come.
  const upcoming = events.filter((event) => !isOver(event)).reverse();
  const past = events.filter((event) => isOver(event) && event.status !== 'cancelled');
  const shownPast = showsAllPast ? past : past.slice(0, pastAtFirst);
  return (
    <BrandScope colors={branding?.colors as BrandColors | undefined}>
      <OrganizationHero
        name={name}
        tagline={branding?.tagline ?? null}
        logoUrl={branding?.logoUrl ?? null}
        coverUrl={branding?.coverImageUrl ?? null}
        websiteUrl={organization.websiteUrl}
        isVerified={organization.isVerified}
      />
      <div className="page-width flex flex-col gap-12 py-8 sm:py-12">
        <section aria-labelledby="upcoming" className="flex flex-col gap-5">
          <h2 id="upcoming" className="font-display text-headline font-bold">
            {t('upcoming')}
          </h2>
          {upcoming.length > 0 ? (
            <Events events={upcoming} organizationSlug={organization.slug} />
          ) : (
            <EmptyState
              level={3}
              icon={<CalendarX aria-hidden="true" />}
              title={t('emptyTitle')}
              text={t('emptyText', { name })}
              action={<LinkButton href="/">{t('emptyAction')}</LinkButton>}
            />
          )}
        </section>
        {organization.description ? (
          <section aria-labelledby="about" className="flex flex-col gap-3">
            <h2 id="about" className="text-title font-semibold">
              {t('about', { name })}
            </h2>
            <Prose text={organization.description} />
          </section>
        ) : null}
        {shownPast.length > 0 ? (
          <section aria-labelledby="past" className="flex flex-col gap-5">
            <h2 id="past" className="text-title font-semibold">
              {t('past')}
            </h2>
            <Events events={shownPast} organizationSlug={organization.slug} isPast />
            {shownPast.length < past.length ? (
              <LinkButton
                href={`/o/${organization.slug}?past=all`}
                scroll={false}
                className="self-center"
              >
                {t('pastMore')}
              </LinkButton>
            ) : null}
          </section>
        ) : null}
        {branding?.termsOfService || branding?.privacyPolicy ? (
          <section aria-labelledby="small-print">
            <h2 id="small-print" className="sr-only">
              {t('small')}
            </h2>
            {branding.termsOfService ? (
              <Disclosure title={t('terms', { name })} className="scroll-mt-20 border-t">
                <Prose text={branding.termsOfService} />
              </Disclosure>
            ) : null}
            {branding.privacyPolicy ? (
              <Disclosure title={t('privacy', { name })}>
                <Prose text={branding.privacyPolicy} />
              </Disclosure>
            ) : null}
          </section>
        ) : null}
      </div>
    </BrandScope>
  );
}

async function Events({
  events,
  organizationSlug,
  isPast = false,
}: {
  events: readonly OrganizationEvent[];
  organizationSlug: string;
  isPast?: boolean;
}) {
  const [t, { formatLocale }] = await Promise.all([getT(), getLocale()]);
  const now = new Date();
  return (
    <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
      {events.map((event) => {
        const offer = offerOf(event.ticketTypes.nodes.filter((type) => type !== null));
        const isCancelled = event.status === 'cancelled';
        return (
          <li key={event.id}>
            <EventCard
              href={`/e/${organizationSlug}/${event.slug}`}
              title={event.title}
              coverUrl={event.coverImageUrl}
              startsAt={event.startsAt}
              endsAt={event.endsAt}
              zone={event.timezone}
              locale={formatLocale}
              place={placeWords(readPlace(event.location, formatLocale), event.eventType, t)}
              isOnline={event.eventType === 'online'}
              isMuted={isPast || isCancelled}
              price={isPast || isCancelled ? null : <OfferPrice offer={offer} />}
              badge={
                isCancelled ? (
                  <StatusBadge status="cancelled" />
                ) : isPast || event.status !== 'published' ? null : (
                  <OfferBadge
                    offer={offer}
                    zone={event.timezone}
                    isOnNow={new Date(event.startsAt) <= now && now < new Date(event.endsAt)}
                  />
                )
              }
            />
          </li>
        );
      })}
    </ul>
  );
}
