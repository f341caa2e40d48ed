/** One message to one person. Strings may hold anything: whoever implements this keeps headers intact. */
export type Mail = {
  /** One address: never a list, so that nobody learns of others. */
  to: string;
  /** Shown as the sender; the address is the installation's. */
  fromName: string;
  replyTo?: string | null;
  subject: string;
  html: string;
  text: string;
  attachments?: { fileName: string; contentType: string; bytes: Uint8Array }[];
  /** The same key gives the same Message-ID, so that a repeat after a crash is recognizable. */
  dedupeKey: string;
};

export type SendOutcome =
  | { outcome: 'accepted' }
  /** Surely not sent. `isPermanent`: trying again cannot help (no such mailbox). */
  | { outcome: 'refused'; isPermanent: boolean; reason: string };

/** Throws when it cannot tell whether the message was sent. */
export interface EmailChannel {
  send(mail: Mail): Promise<SendOutcome>;
  /** Says goodbye to the server; nothing is sent after. */
  close(): void;
}
