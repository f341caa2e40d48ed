import { z } from 'zod';
import { noCounts, priceOf, type SoldState, type TicketSetup, taken } from './tickets-model';

const count = (max: number) => z.number().int('common:validation.integer').min(0).max(max);
const maxCapacity = 10_000_000;
/** `ticket_types.price_minor` */
const maxPriceMinor = 100_000_000_000;

/**
 * The rules of `save_event_tickets`, said beside the field before it says them. Capacities are
 * compared with what is sold and held now, so the schema is made anew when that changes; `tooSmall`
 * words that refusal, because it names the number.
 */
export function ticketsSchema({
  currency,
  sold,
  tooSmall,
}: {
  currency: string;
  sold: SoldState;
  tooSmall: (counts: { sold: number; held: number; least: number }) => string;
}) {
  const type = z.object({
    id: z.string(),
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().max(2000),
    price: z.string().superRefine((typed, context) => {
      const price = priceOf(typed, currency);
      if (price === null) {
        context.addIssue({ code: 'custom', message: 'event-editor:errors.price' });
      } else if (price > maxPriceMinor) {
        context.addIssue({ code: 'custom', message: 'event-editor:errors.priceTooBig' });
      }
    }),
    ownQuotaId: z.string(),
    ownCapacity: count(maxCapacity).nullable(),
    drawsFromEvent: z.boolean(),
    sharedIds: z.array(z.string()),
    saleStartsAt: z.string().nullable(),
    saleEndsAt: z.string().nullable(),
    minPerOrder: z.number().int('common:validation.integer').min(1).max(1000).nullable(),
    maxPerOrder: z.number().int('common:validation.integer').min(1).max(1000).nullable(),
    isHidden: z.boolean(),
    isActive: z.boolean(),
  });
  return z
    .object({
      hasCapacity: z.boolean(),
      capacityId: z.string(),
      capacityName: z.string(),
      capacity: count(maxCapacity).nullable(),
      types: z.array(type),
      pools: z.array(
        z.object({
          id: z.string(),
          name: z.string().trim().min(1).max(120),
          capacity: count(maxCapacity).nullable(),
        }),
      ),
    })
    .superRefine((setup: TicketSetup, context) => {
      const refuse = (path: (string | number)[], message: string) =>
        context.addIssue({ code: 'custom', path, message });
      const checkCapacity = (id: string, capacity: number | null, path: (string | number)[]) => {
        const counts = sold.quotas.get(id) ?? noCounts;
        if (capacity === null) refuse(path, 'common:validation.required');
        else if (capacity < taken(counts)) {
          refuse(path, tooSmall({ ...counts, least: taken(counts) }));
        }
      };
      if (setup.hasCapacity) checkCapacity(setup.capacityId, setup.capacity, ['capacity']);
      for (const [index, pool] of setup.pools.entries()) {
        checkCapacity(pool.id, pool.capacity, ['pools', index, 'capacity']);
      }
      for (const [index, draft] of setup.types.entries()) {
        const path = (field: string) => ['types', index, field];
        // A type that was ordered keeps its quota, so its quantity cannot become unlimited.
        if (draft.ownCapacity !== null || sold.ordered.get(draft.id)?.has(draft.ownQuotaId)) {
          checkCapacity(draft.ownQuotaId, draft.ownCapacity, path('ownCapacity'));
        }
        if (
          draft.saleStartsAt &&
          draft.saleEndsAt &&
          Date.parse(draft.saleEndsAt) <= Date.parse(draft.saleStartsAt)
        ) {
          refuse(path('saleEndsAt'), 'event-editor:errors.saleEndAfterStart');
        }
        if (draft.minPerOrder === null) refuse(path('minPerOrder'), 'common:validation.required');
        if (draft.maxPerOrder === null) refuse(path('maxPerOrder'), 'common:validation.required');
        if ((draft.maxPerOrder ?? 1) < (draft.minPerOrder ?? 1)) {
          refuse(path('maxPerOrder'), 'event-editor:errors.maxBelowMin');
        }
      }
    });
}
