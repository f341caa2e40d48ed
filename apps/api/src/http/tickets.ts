import type { Express } from 'express';
import QRCode from 'qrcode';
import type { TicketTokens } from '../tickets/ticket-tokens.ts';
import { ApiError } from './api-error.ts';
import { readId } from './parameters.ts';

/** Level M survives a scratched print and still reads well from a phone; 4 modules of quiet are the norm. */
const look = { errorCorrectionLevel: 'M', margin: 4 } as const;

/** GET /tickets/:id/qr.svg and .png: a ticket's code as an image, for its holder. */
export function installTickets(
  app: Express,
  { ticketTokens }: { ticketTokens: TicketTokens },
): void {
  app.get('/tickets/:id/qr.:format', async (req, res) => {
    const { format } = req.params;
    if (format !== 'svg' && format !== 'png')
      throw new ApiError(404, 'NOT_FOUND', 'QR codes come as svg and png.');
    const [token] = await ticketTokens(req.caller, [readId(req.params.id, 'ticket')]);
    if (!token) throw new ApiError(404, 'NOT_FOUND', 'There is no such ticket.');
    res.set('cache-control', 'private, no-store');
    if (format === 'svg')
      res.type('image/svg+xml').send(await QRCode.toString(token, { ...look, type: 'svg' }));
    else res.type('image/png').send(await QRCode.toBuffer(token, { ...look, width: 720 }));
  });
}
