import type { BrandColors } from '@/lib/brand';
import { getT, Messages } from '@/lib/i18n/server';
import { readLine } from '@/lib/sale/line';
import { BrandScope } from '@/ui/brand-scope';
import { Prose } from '@/ui/prose';
import { speakersOf } from './agenda';
import { AgendaSection } from './agenda-section';
import { EventFacts } from './event-facts';
import { EventHero } from './event-hero';
import { EventNotices } from './event-notices';
import { ShareButton } from './share-button';
import { HeldBanner } from './shop/held-banner';
import { LineNotice } from './shop/line-notice';
import { OrderBar } from './shop/order-bar';
import { OrderSummary } from './shop/order-summary';
import { ShopProvider } from './shop/shop-provider';
import { TicketList } from './shop/ticket-list';
import { SpeakerButton } from './speaker-button';
import type { LoadedEvent } from './types';

/** Everything about one event, and its tickets. */
export async function EventPage({
  event,
  eventLink,
}: {
  event: LoadedEvent;
  eventLink: string | null;
}) {
  const t = await getT('event-page');
  const { organization } = event;
  const isOpen = event.status === 'published' && Date.parse(event.endsAt) > Date.now();
  const speakers = speakersOf(event.sessions);
  const path = `/e/${organization.slug}/${event.slug}`;
  return (
    <BrandScope colors={organization.orgBranding?.colors as BrandColors | undefined}>
      <Messages ns="event-page">
        <ShopProvider
          event={{
            id: event.id,
            path,
            zone: event.timezone,
            currency: event.currency,
            holdSeconds: event.holdSeconds,
            maxPerOrder: event.maxTicketsPerOrder,
            maxPerPerson: event.maxTicketsPerPerson,
            cancellableUntil:
              Date.parse(event.cancellableUntil ?? '') > Date.now() ? event.cancellableUntil : null,
            cancellationRefundPercent: event.cancellationRefundPercent,
            isOpen,
          }}
          eventLink={eventLink}
          initialTypes={event.ticketTypes}
          initialLine={isOpen ? readLine(event.waitingLine) : null}
        >
          <article>
            <EventHero event={event} />
            <div className="page-width grid items-start gap-x-10 gap-y-8 py-8 lg:grid-cols-[minmax(0,1fr)_21rem] lg:py-12">
              <div className="flex min-w-0 flex-col gap-10">
                <div className="flex flex-col gap-6 empty:hidden">
                  <EventNotices event={event} />
                  {isOpen ? <HeldBanner /> : null}
                  <EventFacts event={event} />
                  <div>
                    <ShareButton
                      title={event.title}
                      path={eventLink ? `${path}?k=${encodeURIComponent(eventLink)}` : path}
                    />
                  </div>
                </div>
                {event.description ? (
                  <section aria-labelledby="about">
                    <h2 id="about" className="mb-3 font-display text-title font-bold">
                      {t('about')}
                    </h2>
                    <Prose text={event.description} />
                  </section>
                ) : null}
                {isOpen || event.status === 'draft' ? (
                  <TicketList notice={isOpen ? <LineNotice /> : null} />
                ) : null}
                <AgendaSection event={event} />
                {speakers.length > 0 ? (
                  <section aria-labelledby="speakers" className="flex flex-col gap-4">
                    <h2 id="speakers" className="font-display text-title font-bold">
                      {t('speakers.title')}
                    </h2>
                    <ul className="grid gap-3 sm:grid-cols-2">
                      {speakers.map((speaker) => (
                        <li key={speaker.id}>
                          <SpeakerButton speaker={speaker} look="card" />
                        </li>
                      ))}
                    </ul>
                  </section>
                ) : null}
              </div>
              {isOpen && event.ticketTypes.length > 0 ? (
                <aside className="sticky top-20 hidden lg:block">
                  <OrderSummary />
                </aside>
              ) : null}
            </div>
            {isOpen ? <OrderBar /> : null}
          </article>
        </ShopProvider>
      </Messages>
    </BrandScope>
  );
}
