import { z } from 'zod';

/**
 * What was typed and not sent yet, for this tab: a reload or a crashed browser in the minutes of a
 * hold shall not ask for every name again. Gone with the tab, and with the order.
 */
const draftSchema = z.object({
  buyerName: z.string().max(200),
  buyerEmail: z.string().max(300),
  attendees: z.array(
    z.object({ ticketTypeId: z.string(), name: z.string().max(200), email: z.string().max(300) }),
  ),
});
export type Draft = z.infer<typeof draftSchema>;

const keyOf = (registrationId: string) => `foyer_checkout:${registrationId}`;

/** The draft, if it is one for these seats. */
export function readDraft(
  registrationId: string,
  seats: readonly { ticketTypeId: string }[],
): Draft | null {
  try {
    const parsed = draftSchema.safeParse(
      JSON.parse(sessionStorage.getItem(keyOf(registrationId)) ?? 'null'),
    );
    const isFitting =
      parsed.success &&
      parsed.data.attendees.length === seats.length &&
      parsed.data.attendees.every(({ ticketTypeId }, i) => ticketTypeId === seats[i]?.ticketTypeId);
    return isFitting ? parsed.data : null;
  } catch {
    return null;
  }
}

export function writeDraft(registrationId: string, draft: unknown): void {
  try {
    sessionStorage.setItem(keyOf(registrationId), JSON.stringify(draft));
  } catch {
    // Where storage is refused, what was typed lives as long as the page.
  }
}

export function forgetDraft(registrationId: string): void {
  try {
    sessionStorage.removeItem(keyOf(registrationId));
  } catch {
    // Nothing was stored.
  }
}
