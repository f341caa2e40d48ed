import { context, loadOne, type ObjectStep, type Step } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';

type Payload = ObjectStep<{ result: Step & { get(column: string): Step<string> } }>;

const isKnownAtDoor = ($payload: Payload) =>
  loadOne($payload.get('result').get('event_id'), {
    shared: context,
    load: (eventIds: readonly string[], { shared }) => Promise.all(eventIds.map(shared.doorKnows)),
  });

/** `isKnownAtDoor` of the mutations that take tickets away. */
export const DoorKnowledgePlugin = extendSchema(
  {
    typeDefs: gql`
    extend type CancelTicketsPayload {
      """
      Asked for, it makes the answer wait until the door decides by this change: from then on nobody gets in by what
      was taken away. False when the door did not confirm within three seconds: it is cut off, or not running.
      """
      isKnownAtDoor: Boolean
    }
    extend type CancelMyTicketsPayload {
      """As of CancelTicketsPayload."""
      isKnownAtDoor: Boolean
    }
    extend type TransferTicketPayload {
      """As of CancelTicketsPayload: the old code admits nobody from then on."""
      isKnownAtDoor: Boolean
    }
  `,
    objects: {
      CancelTicketsPayload: { plans: { isKnownAtDoor } },
      CancelMyTicketsPayload: { plans: { isKnownAtDoor } },
      TransferTicketPayload: { plans: { isKnownAtDoor } },
    },
  },
  'DoorKnowledgePlugin',
);
