import type { System } from './system.ts';

interface Summary {
  id: string;
  recipients: string[];
  subject: string;
}

export interface ReceivedMail extends Summary {
  messageId: string;
}

/** Everything that was mailed to an address, with the Message-ID that a copy would share. */
export async function mailsTo(system: System, address: string): Promise<ReceivedMail[]> {
  const inbox = system.plan.publicUrls.inbox;
  const all = (await (await fetch(`${inbox}/api/messages`)).json()) as Summary[];
  return await Promise.all(
    all
      .filter(({ recipients }) => recipients.includes(address))
      .map(async ({ id, recipients, subject }) => {
        const message = (await (await fetch(`${inbox}/api/messages/${id}`)).json()) as {
          headers: { name: string; value: string }[];
        };
        const messageId =
          message.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? '';
        return { id, recipients, subject, messageId };
      }),
  );
}
