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
  /** In the order of arrival; who is let in or leaves is in it no more, nor what their request holds. */
  waiting: Set<() => void>;
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
      for (const crowd of crowds.values()) waiting += crowd.waiting.size;
      this.set(waiting);
    },
  });

  app.post('/graphql', (req, res, next) => {
    const eventId = orderedEvent(req);
    // Who has left already would never be counted out.
    if (!eventId || res.closed) return next();
    let crowd = crowds.get(eventId);
    if (!crowd) {
      crowd = { working: 0, waiting: new Set(), addresses: new Map() };
      crowds.set(eventId, crowd);
    }
    const mine = crowd;
    const address = byAddress(req);
    const besides = mine.addresses.get(address) ?? 0;
    if (besides >= ordersPerAddress)
      throw new ApiError(429, 'RATE_LIMITED', 'Too many orders come from your network.', {
        hint: askAgain,
      });
    if (mine.waiting.size >= mostWaiting)
      throw new ApiError(503, 'UNAVAILABLE', 'Too many people order at the moment.', {
        hint: askAgain,
      });

    const begin = () => {
      mine.waiting.delete(begin);
      mine.working += 1;
      next();
    };
    mine.addresses.set(address, besides + 1);
    res.once('close', () => {
      const left = (mine.addresses.get(address) ?? 1) - 1;
      if (left > 0) mine.addresses.set(address, left);
      else mine.addresses.delete(address);
      const wasWorkedOn = !mine.waiting.delete(begin);
      if (wasWorkedOn) mine.working -= 1;
      for (const first of mine.waiting) {
        if (mine.working >= atWork) break;
        first();
      }
      if (mine.working === 0) crowds.delete(eventId);
    });
    if (mine.working < atWork) begin();
    else mine.waiting.add(begin);
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
