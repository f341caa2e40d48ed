import type { Metrics } from '@foyer/runtime';
import type { Express, Request } from 'express';
import { ApiError, askAgain } from './api-error.ts';
import { byAddress } from './rate-limits.ts';

/**
 * As many orders of one event as are worked on at a time: enough for the batch in the database and the
 * next one. The others wait as little more than a parsed body, so that ten thousand at once cost memory
 * (and the time to collect it) for three hundred.
 */
const atWork = 300;
/** Beyond this nobody would wait for an answer: they are told to come back. */
const mostWaiting = 20_000;

type Crowd = {
  working: number;
  waiting: (() => void)[];
  next: number;
  /** How many of them came from where. */
  addresses: Map<string, number>;
};

/**
 * Lets the orders of each event in one after the other, in the order of arrival; nothing else waits. Who waits has
 * not been verified nor counted by the rate limits, which would be work for ten thousand at once; so that nobody
 * takes all places before a limit is met, one address has `ordersPerAddress` of an event's at most.
 */
export function installCrowds(
  app: Express,
  { metrics, ordersPerAddress }: { metrics: Metrics; ordersPerAddress: number },
): void {
  const crowds = new Map<string, Crowd>();
  metrics.gauge({
    name: 'foyer_crowd_waiting',
    help: 'Orders that wait in this process to be worked on, of all events.',
    collect() {
      let waiting = 0;
      for (const crowd of crowds.values()) waiting += crowd.waiting.length - crowd.next;
      this.set(waiting);
    },
  });

  app.post('/graphql', (req, res, next) => {
    const eventId = orderedEvent(req);
    // Who has left already would never be counted out.
    if (!eventId || res.closed) return next();
    let crowd = crowds.get(eventId);
    if (!crowd) {
      crowd = { working: 0, waiting: [], next: 0, addresses: new Map() };
      crowds.set(eventId, crowd);
    }
    const mine = crowd;
    const address = byAddress(req);
    const besides = mine.addresses.get(address) ?? 0;
    if (besides >= ordersPerAddress)
      throw new ApiError(429, 'RATE_LIMITED', 'Too many orders come from your network.', {
        hint: askAgain,
      });
    if (mine.waiting.length - mine.next >= mostWaiting)
      throw new ApiError(503, 'UNAVAILABLE', 'Too many people order at the moment.', {
        hint: askAgain,
      });

    let isWorkedOn = false;
    const begin = () => {
      // Who left while waiting is passed over.
      if (res.closed) return;
      isWorkedOn = true;
      mine.working += 1;
      next();
    };
    mine.addresses.set(address, besides + 1);
    res.once('close', () => {
      const left = (mine.addresses.get(address) ?? 1) - 1;
      if (left > 0) mine.addresses.set(address, left);
      else mine.addresses.delete(address);
      if (!isWorkedOn) return;
      mine.working -= 1;
      while (mine.working < atWork && mine.next < mine.waiting.length) {
        mine.waiting[mine.next]?.();
        mine.next += 1;
      }
      if (mine.next === mine.waiting.length) {
        mine.waiting = [];
        mine.next = 0;
        if (mine.working === 0) crowds.delete(eventId);
      }
    });
    if (mine.working < atWork) begin();
    else mine.waiting.push(begin);
  });
}

/**
 * The event of an order in a body that was parsed; what pretends to be one waits with the others. Orders that name
 * their event in any other way are one crowd, whatever their events.
 */
function orderedEvent(req: Request): string | null {
  const { query, variables } = (req.body ?? {}) as {
    query?: unknown;
    variables?: { input?: { eventId?: unknown } };
  };
  if (typeof query !== 'string' || !query.includes('reserveTickets')) return null;
  const eventId = variables?.input?.eventId;
  return typeof eventId === 'string' && eventId.length === 36 ? eventId.toLowerCase() : 'unnamed';
}
