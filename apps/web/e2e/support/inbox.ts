import { expect } from '@playwright/test';

const inboxUrl = process.env.INBOX_URL ?? 'http://localhost:1080';

type Summary = { id: string; subject: string };
export type Mail = Summary & {
  text: string;
  html: string;
  attachments: { filename: string }[];
};

/** The newest mail to an address whose subject matches, as soon as it is there. */
export async function waitForMail(to: string, subject: RegExp): Promise<Mail> {
  let found: Summary | undefined;
  await expect(async () => {
    const response = await fetch(`${inboxUrl}/api/messages?to=${encodeURIComponent(to)}`);
    const messages = (await response.json()) as Summary[];
    found = messages.find((message) => subject.test(message.subject));
    expect(messages.map((message) => message.subject)).toContainEqual(
      expect.stringMatching(subject),
    );
  }).toPass({ timeout: 20_000 });
  const response = await fetch(`${inboxUrl}/api/messages/${found?.id}`);
  return (await response.json()) as Mail;
}

/** The first link of a mail that leads to `path` of the web app. */
export function linkTo(mail: Mail, path: string): string {
  const links = mail.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const link = links.find((candidate) => new URL(candidate).pathname === path);
  if (!link) throw new Error(`No link to ${path} in "${mail.subject}": ${links.join(', ')}`);
  return link;
}

/** The bytes of the attachment whose name matches. */
export async function attachmentOf(mail: Mail, name: RegExp): Promise<Uint8Array> {
  const index = mail.attachments.findIndex(({ filename }) => name.test(filename));
  if (index < 0) throw new Error(`"${mail.subject}" has no attachment like ${name}.`);
  const response = await fetch(`${inboxUrl}/api/messages/${mail.id}/attachments/${index}`);
  return new Uint8Array(await response.arrayBuffer());
}
