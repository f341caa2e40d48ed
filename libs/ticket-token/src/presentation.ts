import { type DecodedTicket, decodeToken, looksLikeToken } from './payload.ts';
import { normalizeTicketCode } from './ticket-code.ts';

/** What was held before the camera or typed in. */
export type Presentation =
  | { kind: 'token'; ticket: DecodedTicket }
  | { kind: 'code'; code: string }
  /** Starts like one of ours but is damaged or tampered with. */
  | { kind: 'broken_token' }
  /** Somebody else's QR code, a poster, a slip of the finger. */
  | { kind: 'foreign' };

export function readPresentation(text: string): Presentation {
  const ticket = decodeToken(text);
  if (ticket) return { kind: 'token', ticket };
  if (looksLikeToken(text)) return { kind: 'broken_token' };
  const code = normalizeTicketCode(text);
  return code === null ? { kind: 'foreign' } : { kind: 'code', code };
}
