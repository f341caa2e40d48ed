import { orgKey } from './key.ts';

/** Where the PDF with all tickets of a registration lies: written by the worker, linked to by the API. */
export const ticketsPdfKey = (orgId: string, registrationId: string): string =>
  orgKey(orgId, 'tickets', `${registrationId}.pdf`);
