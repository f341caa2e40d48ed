import PostalMime, { type Address, type Attachment } from 'postal-mime';

export interface Mailbox {
  name: string;
  address: string;
}

/** What the SMTP conversation said; may differ from the headers (Bcc). */
export interface Envelope {
  from: string;
  to: string[];
}

export interface MessageSummary {
  id: string;
  /** ISO time of arrival. */
  receivedAt: string;
  from: Mailbox;
  to: Mailbox[];
  /** Everyone it was sent to, in lower case. */
  recipients: string[];
  subject: string;
  /** The beginning of the text, on one line. */
  preview: string;
  attachmentCount: number;
  sizeBytes: number;
}

export interface Message extends MessageSummary {
  text: string;
  html: string | null;
  headers: { name: string; value: string }[];
  attachments: {
    filename: string;
    mimeType: string;
    sizeBytes: number;
    contentId: string | null;
  }[];
}

export interface ParsedMail {
  message: Message;
  contents: Uint8Array[];
}

const PREVIEW_LENGTH = 140;

export async function parseMail(
  id: string,
  receivedAt: string,
  envelope: Envelope,
  raw: Uint8Array,
): Promise<ParsedMail> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' });
  const text = mail.text ?? '';
  const contents = mail.attachments.map(contentOf);
  return {
    contents,
    message: {
      id,
      receivedAt,
      from: mailboxes(mail.from ? [mail.from] : [])[0] ?? { name: '', address: envelope.from },
      to: mailboxes(mail.to ?? []),
      recipients: envelope.to.map((address) => address.toLowerCase()),
      subject: mail.subject ?? '',
      preview: text.replaceAll(/\s+/g, ' ').trim().slice(0, PREVIEW_LENGTH),
      attachmentCount: mail.attachments.length,
      sizeBytes: raw.byteLength,
      text,
      html: mail.html ?? null,
      headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
      attachments: mail.attachments.map((attachment, i) => ({
        filename: attachment.filename ?? `attachment-${i + 1}`,
        mimeType: attachment.mimeType,
        sizeBytes: contents[i]?.byteLength ?? 0,
        contentId: attachment.contentId?.replaceAll(/^<|>$/g, '') ?? null,
      })),
    },
  };
}

export function summarize(message: Message): MessageSummary {
  const { text: _text, html: _html, headers: _headers, attachments: _files, ...summary } = message;
  return summary;
}

function mailboxes(addresses: Address[]): Mailbox[] {
  return addresses.flatMap((entry) =>
    entry.group ? entry.group : [{ name: entry.name, address: entry.address }],
  );
}

function contentOf({ content }: Attachment): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
