import { access, context, object, type Step, sideEffect } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';

const fields = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, ($payload: Step) => access($payload, ['answer', name])]),
  );

/** `joinWaitingRoom` and `claimAdmission`: the way to `reserveTickets` while an event's line is open. */
export const WaitingRoomPlugin = extendSchema(
  {
    typeDefs: gql`
    input JoinWaitingRoomInput {
      eventId: UUID!
      """A random UUID that this device keeps: the same one gets the same place, and keeps it when its owner signs in."""
      visitorKey: UUID!
      """Answer to the challenge of an earlier PROOF_REQUIRED."""
      proof: String
    }
    type JoinWaitingRoomPayload {
      """False while no line is open: order right away."""
      isNeeded: Boolean!
      """Known to you alone; keep it."""
      place: UUID
      """You are next when admittedThrough of the event's waitingLine reaches it."""
      number: Int
    }
    input ClaimAdmissionInput {
      eventId: UUID!
      place: UUID!
    }
    enum AdmissionOutcome {
      """It is not your turn yet."""
      waiting
      admitted
      """Your time to order is over; join again."""
      expired
      """No line is open: order right away."""
      not_needed
    }
    type ClaimAdmissionPayload {
      outcome: AdmissionOutcome!
      number: Int
      """Send it with reserveTickets."""
      admission: String
      """When the admission ends; it begins with the first claim."""
      until: Datetime
    }
    extend type Mutation {
      """
      A place in line, in the order of arrival, one per person. Refused with NOT_FOUND, NOT_ON_SALE,
      NOT_SIGNED_IN (lines for accounts only) or PROOF_REQUIRED.
      """
      joinWaitingRoom(input: JoinWaitingRoomInput!): JoinWaitingRoomPayload
      """The admission of a place whose turn has come, as often as you ask. Refused with NOT_FOUND."""
      claimAdmission(input: ClaimAdmissionInput!): ClaimAdmissionPayload
    }
  `,
    objects: {
      Mutation: {
        plans: {
          joinWaitingRoom: (_$root, { $input }) =>
            object({
              answer: sideEffect([$input as Step, context()], ([input, ctx]) =>
                ctx.waitingRoom.join(ctx.caller, input),
              ),
            }),
          claimAdmission: (_$root, { $input }) =>
            object({
              answer: sideEffect([$input as Step, context()], ([input, ctx]) =>
                ctx.waitingRoom.claim(input),
              ),
            }),
        },
      },
      JoinWaitingRoomPayload: { plans: fields(['isNeeded', 'place', 'number']) },
      ClaimAdmissionPayload: { plans: fields(['outcome', 'number', 'admission', 'until']) },
    },
  },
  'WaitingRoomPlugin',
);
