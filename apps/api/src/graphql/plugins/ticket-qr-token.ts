import { context, loadOne, type Step } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';

/** `Ticket.qrToken`: signed on demand and all tickets of a request together; nothing of it is stored. */
export const TicketQrTokenPlugin = extendSchema(
  {
    typeDefs: gql`
    extend type Ticket {
      """What the QR code says. Null unless you hold the ticket yourself: staff cannot copy tickets."""
      qrToken: String
    }
  `,
    objects: {
      Ticket: {
        plans: {
          qrToken($ticket) {
            return loadOne($ticket.get('id') as Step<string>, {
              shared: context,
              load: (ids: readonly string[], { shared }) => shared.ticketTokens(shared.caller, ids),
            });
          },
        },
      },
    },
  },
  'TicketQrTokenPlugin',
);
