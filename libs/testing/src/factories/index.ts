export { insertEvent, type TestEvent, type TicketTypeOverrides } from './events.ts';
export { insertOrganization, insertUser, type TestOrganization, type TestUser } from './people.ts';
export {
  confirm,
  reservationRequest,
  reserve,
  reserveBatch,
  saveAttendees,
} from './registrations.ts';
export { type SignedTicket, sellTickets, signedTickets } from './tickets.ts';
