'use client';

import { GiveTicketDocument, RegistrationPageDocument } from '@/gql/graphql';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { GiveTicketDialog } from '@/ui/give-ticket-dialog';
import type { Registration } from './registration-screen';

/** Whether guests may give tickets away now. It only decides what is shown; the database decides. */
export function isTransferOpen(event: NonNullable<Registration['event']>): boolean {
  const closesAt = Date.parse(event.transfersCloseAt ?? event.startsAt);
  return (
    event.status === 'published' &&
    event.isTransferable &&
    Date.now() < Math.min(closesAt, Date.parse(event.endsAt))
  );
}

export function GiveTicket({
  ticket,
  credential,
}: {
  ticket: Registration['tickets']['nodes'][number];
  credential: string | null;
}) {
  const give = useGraphMutation(GiveTicketDocument, {
    registrationToken: credential,
    invalidate: [RegistrationPageDocument],
  });
  return (
    <GiveTicketDialog
      attendeeName={ticket.attendeeName}
      onGive={(to) => give.run({ ticketId: ticket.id, ...to })}
    />
  );
}
