import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { cleanText } from '../../documents/typesetting/clean-text.ts';
import type { EmailChannel, SendOutcome } from './email-channel.ts';

/** A server that needs longer to answer than this is down for our purposes; the job comes back later. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** What app_hidden.is_email_address takes is all of it taken here. */
export const addressPattern = /^[^@\s<>,;:"\\()[\]]+@[^@\s<>,;:"\\()[\]]+$/;

/**
 * Greeting a mail server, with TLS and a sign-in, takes longer than handing it a message, so connections
 * are kept for the next ones: as many as jobs that mail at a time, and not so long that the server drops
 * them. A message whose connection breaks is never put back by the pool: only the job may decide whether
 * a message is sent again.
 */
const pool = {
  pool: true,
  maxConnections: 16,
  maxMessages: 100,
  idleTimeout: 5_000,
  maxRequeues: 0,
} as const;

/**
 * @param options.from the envelope's and the header's address
 */
export function createSmtpChannel(options: { url: string; from: string }): EmailChannel {
  const transport = createTransport({ url: options.url, ...timeouts, ...pool });
  const domain = options.from.slice(options.from.lastIndexOf('@') + 1);

  return {
    async send(mail) {
      if (!addressPattern.test(mail.to)) {
        return { outcome: 'refused', isPermanent: true, reason: 'not an e-mail address' };
      }
      try {
        await transport.sendMail({
          to: { name: '', address: mail.to },
          from: { name: cleanText(mail.fromName), address: options.from },
          ...(mail.replyTo && addressPattern.test(mail.replyTo)
            ? { replyTo: { name: '', address: mail.replyTo } }
            : {}),
          subject: cleanText(mail.subject),
          html: mail.html,
          text: mail.text,
          messageId: messageId(mail.dedupeKey, domain),
          headers: {
            // No out-of-office replies to a machine (RFC 3834, and Exchange's own header).
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
          },
          attachments: mail.attachments?.map(({ fileName, contentType, bytes }) => ({
            filename: fileName,
            contentType,
            content: Buffer.from(bytes),
          })),
          // Content is ours only: no path or address in a message is ever opened.
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: 'accepted' };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) return refusal;
        throw error;
      }
    },

    close() {
      transport.close();
    },
  };
}

export function messageId(dedupeKey: string, domain: string): string {
  return `<${createHash('sha256').update(dedupeKey).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Null when the message may have been taken: a connection that broke at the wrong moment. */
function refusalOf(error: unknown): SendOutcome | null {
  const { responseCode, code, syscall, command } = error as {
    responseCode?: number;
    code?: string;
    syscall?: string;
    command?: string;
  };
  // Without the server's words: they may quote the address.
  const reason = [code, responseCode, command].filter(Boolean).join(' ') || 'refused';
  if (responseCode) {
    // A 5xx to the greeting, the sign-in or the sender is about us, not about the recipient or the message: a quota,
    // a block list, a wrong password. It ends, by itself or when an operator repairs it.
    const isOurs = (command !== 'RCPT TO' && command !== 'DATA') || responseCode === 530;
    const isPermanent = responseCode >= 500 && !isOurs;
    return { outcome: 'refused', isPermanent, reason };
  }
  const neverConnected =
    syscall === 'connect' || code === 'EDNS' || code === 'EAUTH' || code === 'ETLS';
  return neverConnected ? { outcome: 'refused', isPermanent: false, reason } : null;
}
