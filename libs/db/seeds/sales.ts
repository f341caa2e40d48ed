import { demoOrders } from './demo-orders.ts';
import type { Audience, Person } from './people.ts';
import { createRandom, type Random } from './random.ts';
import type { ResolvedEvent, ResolvedTicketType } from './resolve.ts';
import { purchaseTime } from './sales-curve.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

export type OrderLine = { type: ResolvedTicketType; quantity: number };

/** One buyer's order and how it ended; sales-rows.ts turns it into what the database holds. */
export type Order = {
  event: ResolvedEvent;
  lines: readonly OrderLine[];
  createdAt: Date;
  locale: 'en' | 'de';
  /** The first is the buyer. */
  people: readonly Person[];
  isDemoAttendee: boolean;
  outcome: 'confirmed' | 'cancelled' | 'expired' | 'held';
  cancelledAt: Date | null;
};

type NextPerson = (audience: Audience) => Person;

/** A hold that is old enough to be over, with time for a payment and for refusals at the door. */
const SETTLED = 30 * MINUTE;

const audienceOf = (event: ResolvedEvent): Audience => {
  if (event.content.category === 'conference' && event.content.timezone === 'Europe/Berlin') {
    return 'world';
  }
  if (event.content.eventType === 'online') return 'world';
  return (
    ({ DE: 'de', GB: 'gb', US: 'us' } as const)[event.content.location.country ?? ''] ?? 'world'
  );
};

/** Everything that was ordered for an event up to `now`, oldest first. */
export function ordersOf(event: ResolvedEvent, now: Date, nextPerson: NextPerson): Order[] {
  const { sales } = event.content;
  if (!sales || !event.publishedAt) return [];
  const random = createRandom(`sales of ${event.content.slug}`);
  const campaign = new Campaign(event, event.publishedAt, now, random, nextPerson);

  const orders = [...campaign.demoOrders(), ...campaign.confirmedOrders()];
  const confirmedCount = orders.length;
  const cancelled = Math.round(confirmedCount * sales.cancelledShare);
  const expired = Math.round(confirmedCount * sales.expiredShare);
  for (let i = 0; i < cancelled; i++) orders.push(campaign.extraOrder('cancelled'));
  for (let i = 0; i < expired; i++) orders.push(campaign.extraOrder('expired'));
  for (let i = 0; i < (sales.heldOrders ?? 0); i++) orders.push(campaign.heldOrder());
  return orders.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

class Campaign {
  readonly #event: ResolvedEvent;
  readonly #from: Date;
  readonly #now: Date;
  readonly #random: Random;
  readonly #nextPerson: NextPerson;
  readonly #left: Map<ResolvedTicketType, number>;

  constructor(event: ResolvedEvent, from: Date, now: Date, random: Random, nextPerson: NextPerson) {
    this.#event = event;
    this.#from = from;
    this.#now = now;
    this.#random = random;
    this.#nextPerson = nextPerson;
    this.#left = new Map(event.ticketTypes.map((type) => [type, type.content.sold]));
  }

  /** What the demo attendee bought comes out of the same numbers. */
  demoOrders(): Order[] {
    return (demoOrders[this.#event.content.slug] ?? []).map(({ typeKey, quantity, daysAgo }) => {
      const type = this.#event.ticketTypes.find(({ content }) => content.key === typeKey);
      if (!type) throw new Error(`${this.#event.content.slug} has no ticket type ${typeKey}.`);
      this.#take(type, quantity);
      const createdAt = new Date(this.#now.getTime() - daysAgo * DAY + 17 * MINUTE);
      return this.#order([{ type, quantity }], createdAt, 'confirmed', true);
    });
  }

  confirmedOrders(): Order[] {
    const orders: Order[] = [];
    for (const type of this.#event.ticketTypes) {
      for (let left = this.#leftOf(type); left > 0; left = this.#leftOf(type)) {
        const lines = [{ type, quantity: this.#orderSize(type, left) }];
        this.#take(type, lines[0]?.quantity ?? 0);
        const createdAt = this.#purchaseTime(type);
        const hasRoom = (lines[0]?.quantity ?? 0) < (this.#event.content.maxPerOrder ?? 10);
        const companion =
          hasRoom && this.#random.chance(0.09) ? this.#companionOf(type, createdAt) : null;
        if (companion) {
          this.#take(companion, 1);
          lines.push({ type: companion, quantity: 1 });
        }
        orders.push(this.#order(lines, createdAt, 'confirmed'));
      }
    }
    return orders;
  }

  /** An order that came to nothing: it leaves no ticket behind. */
  extraOrder(outcome: 'cancelled' | 'expired'): Order {
    const type = this.#random.weighted(
      this.#event.ticketTypes
        .filter(({ content }) => content.sold > 0)
        .map((t) => [t, t.content.sold] as const),
    );
    const quantity = this.#orderSize(type, 100);
    return this.#order([{ type, quantity }], this.#purchaseTime(type), outcome);
  }

  /** Somebody is at the checkout right now. */
  heldOrder(): Order {
    const open = this.#event.ticketTypes.filter((type) => this.#isOpenFor(type, this.#now));
    const type = this.#random.pick(open);
    const createdAt = new Date(this.#now.getTime() - this.#random.integer(15, 240) * 1000);
    return this.#order([{ type, quantity: this.#orderSize(type, 4) }], createdAt, 'held');
  }

  #order(
    lines: readonly OrderLine[],
    createdAt: Date,
    outcome: Order['outcome'],
    isDemoAttendee = false,
  ): Order {
    const sales = this.#event.content.sales;
    const isGerman = !isDemoAttendee && this.#random.chance(sales?.germanShare ?? 0);
    const audience = isGerman ? 'de' : audienceOf(this.#event);
    const count = lines.reduce((sum, line) => sum + line.quantity, 0);
    const calledOff = this.#event.cancelledAt;
    return {
      event: this.#event,
      lines,
      createdAt,
      locale: isGerman ? 'de' : 'en',
      people: Array.from({ length: count }, () => this.#nextPerson(audience)),
      isDemoAttendee,
      outcome: outcome === 'confirmed' && calledOff ? 'cancelled' : outcome,
      cancelledAt:
        outcome === 'confirmed'
          ? calledOff
          : outcome === 'cancelled'
            ? this.#after(createdAt)
            : null,
    };
  }

  /** A change of mind, some days later but before the event and before now. */
  #after(createdAt: Date): Date {
    const end = Math.min(this.#now.getTime() - HOUR, this.#event.startsAt.getTime() - DAY);
    const room = Math.max(end - createdAt.getTime(), 20 * MINUTE);
    return new Date(createdAt.getTime() + room * (0.15 + 0.8 * this.#random.next()));
  }

  #purchaseTime(type: ResolvedTicketType): Date {
    const from = type.saleStartsAt ?? this.#from;
    const saleEnd = type.saleEndsAt ?? this.#event.startsAt;
    const until = new Date(
      Math.min(
        saleEnd.getTime(),
        this.#now.getTime() - SETTLED,
        this.#event.cancelledAt?.getTime() ?? Number.POSITIVE_INFINITY,
      ),
    );
    return purchaseTime(this.#random, this.#event.content, { from, until, saleEnd });
  }

  #orderSize(type: ResolvedTicketType, left: number): number {
    const { minPerOrder: min = 1, maxPerOrder: max = 10 } = type.content;
    const sizes = (this.#event.content.sales?.orderSizes ?? [[1, 1]]).filter(
      ([size]) =>
        size >= min && size <= max && size <= left && (size === left || left - size >= min),
    );
    return sizes.length > 0 ? this.#random.weighted(sizes) : Math.min(left, max);
  }

  #companionOf(type: ResolvedTicketType, at: Date): ResolvedTicketType | null {
    const others = this.#event.ticketTypes.filter(
      (other) =>
        other !== type &&
        this.#leftOf(other) > 0 &&
        (other.content.minPerOrder ?? 1) === 1 &&
        this.#isOpenFor(other, at),
    );
    return others.length > 0 ? this.#random.pick(others) : null;
  }

  #isOpenFor({ content, saleStartsAt, saleEndsAt }: ResolvedTicketType, at: Date): boolean {
    if (
      content.isHidden ||
      (saleStartsAt && at < saleStartsAt) ||
      (saleEndsAt && at > saleEndsAt)
    ) {
      return false;
    }
    // Nobody can hold what is sold out.
    return content.quotas.every((key) => this.#soldOf(key) + 12 < this.#capacityOf(key));
  }

  #capacityOf(quotaKey: string): number {
    return this.#event.content.quotas.find(({ key }) => key === quotaKey)?.capacity ?? 0;
  }

  #soldOf(quotaKey: string): number {
    return this.#event.content.ticketTypes
      .filter(({ quotas }) => quotas.includes(quotaKey))
      .reduce((sum, { sold }) => sum + sold, 0);
  }

  #leftOf(type: ResolvedTicketType): number {
    return this.#left.get(type) ?? 0;
  }

  #take(type: ResolvedTicketType, quantity: number): void {
    this.#left.set(type, this.#leftOf(type) - quantity);
  }
}
