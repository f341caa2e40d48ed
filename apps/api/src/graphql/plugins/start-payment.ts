import { access, context, object, type Step, sideEffect } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';

/** `startPayment`: opens the provider's payment page; asked again, it gives the same page. */
export const StartPaymentPlugin = extendSchema(
  {
    typeDefs: gql`
    input StartPaymentInput {
      registrationId: UUID!
    }
    type StartPaymentPayload {
      paymentId: UUID!
      """The provider's payment page: send the buyer there."""
      redirectUrl: String!
    }
    extend type Mutation {
      """
      Opens the payment of a held registration whose attendees are known. Refused with HOLD_EXPIRED,
      ATTENDEES_INCOMPLETE, INVALID_STATE or PAYMENT_UNAVAILABLE.
      """
      startPayment(input: StartPaymentInput!): StartPaymentPayload
    }
  `,
    objects: {
      Mutation: {
        plans: {
          startPayment(_$root, { $input }) {
            const $started = sideEffect([$input as Step, context()], ([input, ctx]) =>
              ctx.startPayment(ctx.caller, (input as { registrationId: string }).registrationId),
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
