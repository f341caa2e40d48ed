import type { Logger } from '@foyer/runtime';
import { SMTPServer } from 'smtp-server';
import type { Store } from './store.ts';

/** Above what any mail of ours can be (a group's tickets as PDF stay below 5 MB). */
const MAX_MAIL_BYTES = 25 * 1024 * 1024;

/** An SMTP server that takes everything for everybody and delivers it to the store. */
export function createSmtpServer(store: Store, logger: Logger): SMTPServer {
  const server = new SMTPServer({
    banner: 'Foyer local inbox',
    // Any user name and password will do, and none as well: nothing leaves this machine.
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        // Beyond the limit it is read to its end, as SMTP demands, but not kept.
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(replyError(552, 'Mail is larger than 25 MB'));
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
        };
        store.add(envelope, Buffer.concat(chunks)).then(
          (message) => {
            logger.info({ messageId: message.id, bytes: message.sizeBytes }, 'mail arrived');
            done();
          },
          (err: unknown) => {
            logger.error({ err }, 'a mail could not be kept');
            done(replyError(451, 'The mail could not be kept; see the log of the inbox'));
          },
        );
      });
    },
  });
  server.on('error', (err) => logger.warn({ err }, 'SMTP connection failed'));
  return server;
}

function replyError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
