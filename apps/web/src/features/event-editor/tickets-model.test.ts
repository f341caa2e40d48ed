import {
  copyOf,
  inCurrency,
  newType,
  quotaIdsOf,
  type TicketSetup,
  toInput,
  toSetup,
  toSoldState,
} from './tickets-model.ts';

const quota = (id: string, name: string, kind: 'event' | 'pool', capacity: number) => ({
  id,
  name,
  kind,
  capacity,
  heldCount: 1,
  soldCount: 2,
});
const ticketType = (id: string, name: string, quotaIds: string[], isOrdered = false) => ({
  id,
  name,
  description: '',
  priceMinor: '1250',
  currency: 'EUR',
  saleStartsAt: null,
  saleEndsAt: null,
  minPerOrder: 1,
  maxPerOrder: 10,
  isHidden: false,
  isActive: true,
  ticketTypeQuotas: { nodes: quotaIds.map((quotaId) => ({ quotaId })) },
  isOrdered,
});

/** A hall with a capacity; a balcony that two types share, and one that counts fifty for itself. */
function stored({ isOrdered = false } = {}) {
  return {
    event: {
      id: 'event',
      orgId: 'org',
      status: 'draft' as const,
      currency: 'EUR',
      timezone: 'Europe/Berlin',
      startsAt: '2031-05-09T17:00:00Z',
      endsAt: '2031-05-09T20:00:00Z',
      maxTicketsPerOrder: 10,
      organization: { id: 'org', slug: 'hall' },
      ticketTypes: {
        nodes: [
          ticketType('full', 'Full', ['house', 'balcony'], isOrdered),
          ticketType('reduced', 'Reduced', ['house', 'balcony', 'own']),
          ticketType('parking', 'Parking', ['cars']),
        ],
      },
      moreTicketTypes: { nodes: [] },
      quotas: {
        nodes: [
          quota('house', 'The hall', 'event', 900),
          quota('balcony', 'Balcony', 'pool', 180),
          quota('own', 'Reduced', 'pool', 50),
          quota('cars', 'Car park', 'pool', 30),
        ],
      },
      moreQuotas: { nodes: [] },
    },
    eventSales: { nodes: [{ ticketTypeId: 'full', soldCount: '2', heldCount: '1' }] },
    moreEventSales: { nodes: [] },
  };
}
const nothingSold = { quotas: new Map(), types: new Map(), ordered: new Map() };
const save = (setup: TicketSetup, sold = toSoldState(stored())) =>
  toInput(setup, { currency: 'EUR', sold, capacityName: 'Capacity' });

test('a setup that is opened and saved is the same setup', () => {
  const input = save(toSetup(stored()));
  expect(input.quotas).toEqual(
    expect.arrayContaining([
      { id: 'house', name: 'The hall', kind: 'event', capacity: 900 },
      { id: 'balcony', name: 'Balcony', kind: 'pool', capacity: 180 },
      { id: 'own', name: 'Reduced', kind: 'pool', capacity: 50 },
      { id: 'cars', name: 'Car park', kind: 'pool', capacity: 30 },
    ]),
  );
  expect(input.quotas).toHaveLength(4);
  expect(input.ticketTypes.map(({ id, quotaIds }) => [id, [...(quotaIds ?? [])].sort()])).toEqual([
    ['full', ['balcony', 'house']],
    ['reduced', ['balcony', 'house', 'own']],
    ['parking', ['cars']],
  ]);
  expect(input.ticketTypes.map(({ priceMinor }) => priceMinor)).toEqual(['1250', '1250', '1250']);
});

test('the pool that bears the name of the only type that uses it is its own quantity', () => {
  const { types, pools } = toSetup(stored());
  expect(types.map(({ ownCapacity }) => ownCapacity)).toEqual([null, 50, null]);
  expect(pools.map(({ name }) => name)).toEqual(['Balcony', 'Car park']);
});

test('a quantity of its own follows the name of its type', () => {
  const setup = toSetup(stored());
  for (const type of setup.types) if (type.id === 'reduced') type.name = 'Concession';
  expect(save(setup).quotas).toContainEqual({
    id: 'own',
    name: 'Concession',
    kind: 'pool',
    capacity: 50,
  });
});

test('an emptied quantity takes its quota away, a new type counts in the capacity', () => {
  const setup = toSetup(stored());
  for (const type of setup.types) type.ownCapacity = null;
  setup.types.push({ ...newType('Late'), price: '' });
  const { quotas, ticketTypes } = save(setup);
  expect(quotas.map(({ id }) => id)).not.toContain('own');
  expect(ticketTypes.at(-1)).toMatchObject({ name: 'Late', priceMinor: '0', quotaIds: ['house'] });
});

test('a type that was ordered keeps its quotas whatever is chosen', () => {
  const setup = toSetup(stored({ isOrdered: true }));
  const sold = toSoldState(stored({ isOrdered: true }));
  const [full] = setup.types;
  if (!full) throw new Error('The setup has types.');
  const changed = { ...full, drawsFromEvent: false, sharedIds: ['cars'], ownCapacity: 5 };
  expect(quotaIdsOf(changed, setup, sold).sort()).toEqual(['balcony', 'house']);
  expect(quotaIdsOf(changed, setup, nothingSold).sort()).toEqual(['cars', full.ownQuotaId].sort());
});

test('a removed shared quota is drawn from by nobody', () => {
  const setup = toSetup(stored());
  setup.pools = setup.pools.filter(({ id }) => id !== 'balcony');
  expect(save(setup).ticketTypes.flatMap(({ quotaIds }) => quotaIds)).not.toContain('balcony');
});

test('a duplicate has ids of its own, also behind its quantity', () => {
  const original = { ...newType('Full'), ownCapacity: 20, sharedIds: ['balcony'] };
  const copy = copyOf(original, 'Full (copy)');
  expect(copy).toMatchObject({ name: 'Full (copy)', ownCapacity: 20, sharedIds: ['balcony'] });
  expect(copy.id).not.toBe(original.id);
  expect(copy.ownQuotaId).not.toBe(original.ownQuotaId);
});

test('a change of currency keeps the numbers, and never makes a ticket free', () => {
  const setup = toSetup(stored());
  const prices = (to: string) => inCurrency(setup, 'EUR', to).types.map(({ price }) => price);
  expect(prices('USD')[0]).toBe('12.50');
  expect(prices('JPY')[0]).toBe('13');
  expect(prices('KWD')[0]).toBe('12.500');
  expect(() => toInput(setup, { currency: 'JPY', sold: nothingSold, capacityName: '' })).toThrow();
});
