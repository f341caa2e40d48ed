import { access, context, object, type Step, sideEffect } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';
import type { StartPaymentInput } from '../../payments/start-payment.ts';

/** `startPayment`: opens the provider's payment page; asked again, it gives the same page. */
export const StartPaymentPlugin = extendSchema(
  {
    typeDefs: gql`
    """Who buys and who comes: exactly one attendee for each ticket."""
    input OrderDetailsInput {
      buyerName: String!
      buyerEmail: String!
      attendees: [AttendeeInputRecordInput!]!
      """Of the mails and the payment page: en or de."""
      locale: String! = "en"
    }
    input StartPaymentInput {
      registrationId: UUID!
      """Noted first, as saveAttendees does; where they are refused, no payment is opened."""
      details: OrderDetailsInput
    }
    type StartPaymentPayload {
      paymentId: UUID!
      """The provider's payment page: send the buyer there."""
      redirectUrl: String!
    }
    extend type Mutation {
      """
      Opens the payment of a held registration whose attendees are known, or told with it. Refused with
      HOLD_EXPIRED, ATTENDEES_INCOMPLETE, INVALID_STATE, PAYMENT_UNAVAILABLE or PAYMENT_REFUSED (the provider
      never takes this amount or currency), and for the details with INVALID_INPUT or LIMIT_REACHED.
      """
      startPayment(input: StartPaymentInput!): StartPaymentPayload
    }
  `,
    objects: {
      Mutation: {
        plans: {
          startPayment(_$root, { $input }) {
            const $started = sideEffect([$input as Step, context()], ([input, ctx]) =>
              ctx.startPayment(ctx.caller, input as StartPaymentInput),
            );
            return object({ started: $started });
          },
        },
      },
      StartPaymentPayload: {
        plans: {
          paymentId: ($payload: Step) => access($payload, ['started', 'paymentId']),
          redirectUrl: ($payload: Step) => access($payload, ['started', 'redirectUrl']),
        },
      },
    },
  },
  'StartPaymentPlugin',
);
