import { type Claims, claimSettings } from '@foyer/db';
import '../http/caller.ts';
import type { WaitingRoom } from '../on-sale/waiting-room.ts';
import type { StartedPayment } from '../payments/start-payment.ts';
import type { TicketTokens } from '../tickets/ticket-tokens.ts';
import type { ReserveTickets } from './plugins/reserve-tickets.ts';

declare global {
  namespace Grafast {
    interface Context {
      caller: Claims;
      reserveTickets: ReserveTickets;
      waitingRoom: WaitingRoom;
      startPayment: (caller: Claims, registrationId: string) => Promise<StartedPayment>;
      ticketTokens: TicketTokens;
    }
  }
}

export type ContextServices = Omit<
  Grafast.Context,
  'caller' | 'pgSettings' | 'withPgClient' | 'pgSubscriber'
>;

/**
 * What a page shows is looked up, and costs what the page shows. Of some tables the planner expects to read all
 * sooner than to look up what it takes for a hundred rows: then the page costs what others have, too.
 */
const lookUp = { enable_seqscan: 'off' };

/** Each request's context: the role is set always, the anonymous one too. */
export function createContext(services: ContextServices) {
  return (request: Partial<Grafast.RequestContext>): Partial<Grafast.Context> => {
    const caller = request.expressv4?.req.caller;
    if (!caller) throw new Error('GraphQL was mounted before identifyClaims');
    return { ...services, caller, pgSettings: { ...claimSettings(caller), ...lookUp } };
  };
}
