export { insertEvent, type TestEvent, type TicketTypeOverrides } from './events.ts';
export { insertOrganization, insertUser, type TestOrganization, type TestUser } from './people.ts';
export {
  confirm,
  type HeldAnswer,
  type RefusedAnswer,
  reservationRequest,
  reserve,
  reserveBatch,
  saveAttendees,
} from './registrations.ts';
