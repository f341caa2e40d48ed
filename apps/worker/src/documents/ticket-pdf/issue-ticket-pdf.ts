import { loadEventKey } from '@foyer/db';
import { importPrivateKey, signTicket } from '@foyer/ticket-token';
import type { JobDeps } from '../../jobs/job.ts';
import type { LoadedDocument } from '../load-document.ts';
import type { RegistrationDocument } from '../registration-document.ts';
import { typesetTicketPdf } from './typesetter.ts';

/**
 * The PDF with a registration's tickets, rendered and stored if it is not there yet. Its key changes
 * with whatever the tickets show, so what is there is right.
 */
export async function issueTicketPdf(
  deps: Pick<JobDeps, 'pool' | 'storage' | 'loadLogo' | 'secret'>,
  { document, pdfKey: key }: LoadedDocument,
): Promise<Uint8Array> {
  if (!key) throw new Error('the registration has no tickets to show');
  const stored = await deps.storage.get(key);
  if (stored) return stored.bytes;
  const pdf = await renderTickets(deps, document);
  await deps.storage.put(key, pdf, 'application/pdf');
  return pdf;
}

export async function renderTickets(
  deps: Pick<JobDeps, 'pool' | 'loadLogo' | 'secret'>,
  document: RegistrationDocument,
): Promise<Uint8Array> {
  return await typesetTicketPdf({
    document,
    tokens: await ticketTokens(deps, document),
    logo: await deps.loadLogo(document.branding.logoUrl),
  });
}

async function ticketTokens(
  { pool, secret }: Pick<JobDeps, 'pool' | 'secret'>,
  { event, tickets }: RegistrationDocument,
): Promise<Map<string, string>> {
  const { keyId, privateKey: der } = await loadEventKey(pool, secret, event.id);
  const privateKey = importPrivateKey(der);
  return new Map(
    tickets.map((ticket) => [
      ticket.id,
      signTicket(
        {
          secret: Buffer.from(ticket.secret, 'base64'),
          eventId: event.id,
          validFrom: event.validFrom,
          validUntil: event.validUntil,
          version: ticket.version,
          keyId,
        },
        privateKey,
      ),
    ]),
  );
}
