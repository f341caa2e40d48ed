export {
  type EventKeyBytes,
  generateEventKey,
  importPrivateKey,
  importPublicKey,
} from './event-key.ts';
export {
  type DecodedTicket,
  decodeToken,
  looksLikeToken,
  type TicketPayload,
  TOKEN_LENGTH,
} from './payload.ts';
export { type Presentation, readPresentation } from './presentation.ts';
export { CODE_LENGTH, formatTicketCode, normalizeTicketCode } from './ticket-code.ts';
export {
  isSignedBy,
  type KeyLookup,
  signTicket,
  type Verification,
  validityAt,
  verifyTicket,
} from './token.ts';
