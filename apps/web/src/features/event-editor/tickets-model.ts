import type {
  QuotaInputRecordInput,
  TicketSetupQuery,
  TicketTypeInputRecordInput,
} from '@/gql/graphql';
import { minorDigits, minorUnits } from '../../lib/format/money.ts';
import { moneyInput, parseMoney } from '../../lib/format/money-input.ts';

/**
 * The editor speaks of a capacity, ticket types with a quantity of their own, and shared quotas. The
 * database has quotas only: this file turns one into the other and back without losing anything.
 */
export type TypeDraft = {
  id: string;
  name: string;
  description: string;
  /** As typed, in the event's currency. */
  price: string;
  /** The quota behind `ownCapacity`, chosen before it exists, so that saving twice is saving once. */
  ownQuotaId: string;
  /** How many of this type alone; null is no limit of its own. */
  ownCapacity: number | null;
  drawsFromEvent: boolean;
  sharedIds: string[];
  saleStartsAt: string | null;
  saleEndsAt: string | null;
  minPerOrder: number | null;
  maxPerOrder: number | null;
  isHidden: boolean;
  isActive: boolean;
};
export type PoolDraft = { id: string; name: string; capacity: number | null };
export type TicketSetup = {
  hasCapacity: boolean;
  capacityId: string;
  capacityName: string;
  capacity: number | null;
  types: TypeDraft[];
  pools: PoolDraft[];
};

export type QuotaCounts = { sold: number; held: number };
/** What has happened already, and therefore cannot be undone by editing. */
export type SoldState = {
  quotas: ReadonlyMap<string, QuotaCounts>;
  types: ReadonlyMap<string, QuotaCounts>;
  /** Types that were ordered, with the quotas they must keep. */
  ordered: ReadonlyMap<string, ReadonlySet<string>>;
};

const newId = () => crypto.randomUUID();
export const noCounts: QuotaCounts = { sold: 0, held: 0 };
export const taken = ({ sold, held }: QuotaCounts) => sold + held;

export function newType(name = ''): TypeDraft {
  return {
    id: newId(),
    name,
    description: '',
    price: '',
    ownQuotaId: newId(),
    ownCapacity: null,
    drawsFromEvent: true,
    sharedIds: [],
    saleStartsAt: null,
    saleEndsAt: null,
    minPerOrder: 1,
    maxPerOrder: 10,
    isHidden: false,
    isActive: true,
  };
}

export const copyOf = (type: TypeDraft, name: string): TypeDraft => ({
  ...type,
  id: newId(),
  ownQuotaId: newId(),
  name,
  sharedIds: [...type.sharedIds],
});

export const newPool = (): PoolDraft => ({ id: newId(), name: '', capacity: null });

type Stored = Pick<TicketSetupQuery, 'eventSales' | 'moreEventSales'> & {
  event: NonNullable<TicketSetupQuery['event']>;
};

function storedParts({ event }: Pick<Stored, 'event'>) {
  const types = [...event.ticketTypes.nodes, ...event.moreTicketTypes.nodes].filter(
    (type) => type !== null,
  );
  const quotas = [...event.quotas.nodes, ...event.moreQuotas.nodes].filter(
    (quota) => quota !== null,
  );
  const quotaIds = new Map(
    types.map((type) => [
      type.id,
      type.ticketTypeQuotas.nodes.flatMap((link) => link?.quotaId ?? []),
    ]),
  );
  return { types, quotas, quotaIds };
}

/**
 * A type's own quantity is the pool that nothing else draws from and that bears its name; every
 * other pool was made to be shared, even if it is not yet.
 */
export function toSetup(stored: Pick<Stored, 'event'>): TicketSetup {
  const { types, quotas, quotaIds } = storedParts(stored);
  const eventQuota = quotas.find(({ kind }) => kind === 'event');
  const pools = quotas.filter(({ kind }) => kind === 'pool');
  const users = (quotaId: string) =>
    types.filter(({ id }) => quotaIds.get(id)?.includes(quotaId)).length;
  const ownOf = new Map<string, (typeof pools)[number]>();
  for (const type of types) {
    const own = pools.find(
      ({ id, name }) =>
        name === type.name && quotaIds.get(type.id)?.includes(id) && users(id) === 1,
    );
    if (own) ownOf.set(type.id, own);
  }
  const ownIds = new Set([...ownOf.values()].map(({ id }) => id));
  return {
    hasCapacity: eventQuota !== undefined,
    capacityId: eventQuota?.id ?? newId(),
    capacityName: eventQuota?.name ?? '',
    capacity: eventQuota?.capacity ?? null,
    types: types.map((type) => {
      const draws = quotaIds.get(type.id) ?? [];
      const own = ownOf.get(type.id);
      const price = minorUnits(type.priceMinor);
      return {
        id: type.id,
        name: type.name,
        description: type.description,
        price: moneyInput(price, stored.event.currency),
        ownQuotaId: own?.id ?? newId(),
        ownCapacity: own?.capacity ?? null,
        drawsFromEvent: eventQuota === undefined || draws.includes(eventQuota.id),
        sharedIds: draws.filter((id) => id !== eventQuota?.id && !ownIds.has(id)),
        saleStartsAt: type.saleStartsAt,
        saleEndsAt: type.saleEndsAt,
        minPerOrder: type.minPerOrder,
        maxPerOrder: type.maxPerOrder,
        isHidden: type.isHidden,
        isActive: type.isActive,
      };
    }),
    pools: pools
      .filter(({ id }) => !ownIds.has(id))
      .map(({ id, name, capacity }) => ({ id, name, capacity })),
  };
}

export function toSoldState(stored: Stored): SoldState {
  const { types, quotas, quotaIds } = storedParts(stored);
  const sales = [
    ...(stored.eventSales?.nodes ?? []),
    ...(stored.moreEventSales?.nodes ?? []),
  ].filter((row) => row !== null);
  return {
    quotas: new Map(
      quotas.map(({ id, soldCount, heldCount }) => [id, { sold: soldCount, held: heldCount }]),
    ),
    types: new Map(
      sales.map((row) => [
        row.ticketTypeId ?? '',
        { sold: minorUnits(row.soldCount), held: minorUnits(row.heldCount) },
      ]),
    ),
    ordered: new Map(
      types.filter(({ isOrdered }) => isOrdered).map(({ id }) => [id, new Set(quotaIds.get(id))]),
    ),
  };
}

/** The quotas a type draws from once this is saved; an ordered type keeps those it has. */
export function quotaIdsOf(type: TypeDraft, setup: TicketSetup, sold: SoldState): string[] {
  const kept = sold.ordered.get(type.id);
  if (kept) return [...kept];
  return [
    ...(setup.hasCapacity && type.drawsFromEvent ? [setup.capacityId] : []),
    ...(type.ownCapacity === null ? [] : [type.ownQuotaId]),
    ...type.sharedIds.filter((id) => setup.pools.some((pool) => pool.id === id)),
  ];
}

/** What `saveEventTickets` takes. `capacityName` is what the capacity is called if it has no name. */
export function toInput(
  setup: TicketSetup,
  { currency, sold, capacityName }: { currency: string; sold: SoldState; capacityName: string },
): { quotas: QuotaInputRecordInput[]; ticketTypes: TicketTypeInputRecordInput[] } {
  return {
    quotas: [
      ...(setup.hasCapacity
        ? [
            {
              id: setup.capacityId,
              name: setup.capacityName || capacityName,
              kind: 'event' as const,
              capacity: setup.capacity,
            },
          ]
        : []),
      ...setup.pools.map(({ id, name, capacity }) => ({
        id,
        name,
        kind: 'pool' as const,
        capacity,
      })),
      ...setup.types
        .filter(({ ownCapacity }) => ownCapacity !== null)
        .map(({ ownQuotaId, name, ownCapacity }) => ({
          id: ownQuotaId,
          name,
          kind: 'pool' as const,
          capacity: ownCapacity,
        })),
    ],
    ticketTypes: setup.types.map((type) => ({
      id: type.id,
      name: type.name,
      description: type.description,
      priceMinor: String(requirePrice(type.price, currency)),
      saleStartsAt: type.saleStartsAt,
      saleEndsAt: type.saleEndsAt,
      minPerOrder: type.minPerOrder,
      maxPerOrder: type.maxPerOrder,
      isHidden: type.isHidden,
      isActive: type.isActive,
      quotaIds: quotaIdsOf(type, setup, sold),
    })),
  };
}

/** Nothing typed is free. Null when it is not an amount of this currency. */
export function priceOf(typed: string, currency: string): number | null {
  return typed.trim() === '' ? 0 : parseMoney(typed, currency);
}

/** An unreadable price must never be saved as a free ticket. */
function requirePrice(typed: string, currency: string): number {
  const price = priceOf(typed, currency);
  if (price === null) throw new Error('The schema lets no unreadable price pass.');
  return price;
}

/** The same numbers in another currency, rounded where it has fewer decimals: 12.50 EUR is 13 JPY. */
export function inCurrency(setup: TicketSetup, from: string, to: string): TicketSetup {
  const factor = 10 ** (minorDigits(to) - minorDigits(from));
  return {
    ...setup,
    types: setup.types.map((type) => ({
      ...type,
      price: moneyInput(Math.round(requirePrice(type.price, from) * factor), to),
    })),
  };
}
