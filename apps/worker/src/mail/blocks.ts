/**
 * What a mail says, apart from how it looks: the HTML and the text are made from the same blocks, so
 * neither can say less. All strings are plain text; escaping happens where they are inserted.
 */
export type Block =
  | { type: 'heading'; text: string }
  | { type: 'text'; text: string; isMuted?: boolean }
  /** Somebody else's words, over several lines. */
  | { type: 'quote'; text: string }
  | { type: 'facts'; rows: { label: string; lines: string[] }[] }
  | { type: 'button'; label: string; url: string; fallback: string }
  | { type: 'links'; label: string; links: { label: string; url: string }[] }
  | { type: 'card'; title: string; lines: string[]; link: { label: string; url: string } };

/** Who the mail comes from, for the eye. */
export type Sender = {
  name: string;
  colors: { primary?: string; accent?: string } | null | undefined;
};

export type MailContent = {
  subject: string;
  /** What a mail client shows beside the subject. */
  preheader: string;
  sender: Sender;
  blocks: Block[];
  /** Why the reader gets this. */
  reason: string;
};
