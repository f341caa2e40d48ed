import { z } from 'zod';
import { registrationDocument } from '../../documents/registration-document.ts';

/** What `app_private.transfer_notice` answers. */
export const transferNotice = z.object({
  transfer: z.object({
    ticketId: z.uuid(),
    name: z.string(),
    email: z.string(),
    formerName: z.string(),
    formerEmail: z.string().nullable(),
    formerCode: z.string(),
    isByOrganizer: z.boolean(),
  }),
  /** Of that one ticket; of none when it is not the new holder's any more. */
  document: registrationDocument,
});
export type TransferNotice = z.infer<typeof transferNotice>;

export const readers = ['holder', 'buyer', 'former'] as const;
export type Reader = (typeof readers)[number];

/** Everybody gets one mail: a buyer who is the new holder that of the holder, a former holder who bought it the buyer's. */
export function readerOf(
  { transfer, document }: TransferNotice,
  reader: Reader,
): { name: string; email: string } | null {
  const { buyerName, buyerEmail } = document.registration;
  const isStillTheirs = document.tickets.length > 0;
  switch (reader) {
    case 'holder':
      return isStillTheirs ? { name: transfer.name, email: transfer.email } : null;
    case 'buyer':
      return buyerEmail && buyerEmail !== transfer.email
        ? { name: buyerName, email: buyerEmail }
        : null;
    case 'former':
      return transfer.formerEmail && ![buyerEmail, transfer.email].includes(transfer.formerEmail)
        ? { name: transfer.formerName, email: transfer.formerEmail }
        : null;
  }
}
