import { type Claims, claimSettings } from '@foyer/db';
import type { DoorKnows } from '../door/door-knowledge.ts';
import '../http/caller.ts';
import type { WaitingRoom } from '../on-sale/waiting-room.ts';
import type { StartedPayment, StartPaymentInput } from '../payments/start-payment.ts';
import type { TicketTokens } from '../tickets/ticket-tokens.ts';
import type { ReserveTickets } from './plugins/reserve-tickets.ts';

declare global {
  namespace Grafast {
    interface Context {
      caller: Claims;
      /** When the request came, by `performance.now()`. */
      arrivedAt: number;
      reserveTickets: ReserveTickets;
      waitingRoom: WaitingRoom;
      startPayment: (caller: Claims, input: StartPaymentInput) => Promise<StartedPayment>;
      ticketTokens: TicketTokens;
      doorKnows: DoorKnows;
    }
  }
}

export type ContextServices = Omit<
  Grafast.Context,
  'caller' | 'arrivedAt' | 'pgSettings' | 'withPgClient' | 'pgSubscriber'
>;

/** Each request's context: the role is set always, the anonymous one too. */
export function createContext(services: ContextServices) {
  return (request: Partial<Grafast.RequestContext>): Partial<Grafast.Context> => {
    const req = request.expressv4?.req;
    if (!req?.caller) throw new Error('GraphQL was mounted before installCaller');
    const { caller, arrivedAt } = req;
    return { ...services, caller, arrivedAt, pgSettings: claimSettings(caller) };
  };
}
