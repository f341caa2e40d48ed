import type { BrandColors } from '@/lib/brand';
import { Messages } from '@/lib/i18n/server';
import { readLine } from '@/lib/sale/line';
import { BrandScope } from '@/ui/brand-scope';
import { LineScreen } from './line-screen';
import type { LineEvent } from './load-line-event';

/** The waiting room of an event, in its organization's colours. */
export function LinePage({
  event,
  organization,
  eventLink,
}: {
  event: LineEvent;
  organization: NonNullable<LineEvent['organization']>;
  eventLink: string | null;
}) {
  return (
    <BrandScope colors={organization.orgBranding?.colors as BrandColors | undefined}>
      <Messages ns="waiting-line">
        <div className="page-width max-w-3xl! py-8 lg:py-14">
          <LineScreen
            event={{
              id: event.id,
              title: event.title,
              path: `/e/${organization.slug}/${event.slug}`,
              zone: event.timezone,
              onSaleAt: firstStart(event),
              ticketTypes: event.ticketTypes.nodes.filter((type) => type !== null),
              isOpen: event.status === 'published' && Date.parse(event.endsAt) > Date.now(),
            }}
            eventLink={eventLink}
            initialLine={readLine(event.waitingLine)}
          />
        </div>
      </Messages>
    </BrandScope>
  );
}

/** The first moment anything goes on sale that is not on sale yet. */
function firstStart({ ticketTypes }: LineEvent): string | null {
  const starts = ticketTypes.nodes.flatMap((type) =>
    type?.availability === 'not_yet' && type.saleStartsAt ? [type.saleStartsAt] : [],
  );
  return starts.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
