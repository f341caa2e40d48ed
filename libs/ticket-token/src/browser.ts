/** What needs no Node module: how a door phone reads tickets. */
export { type DecodedTicket, decodeToken, type TicketPayload } from './payload.ts';
export { type Presentation, readPresentation } from './presentation.ts';
