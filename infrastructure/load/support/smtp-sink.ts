import { createServer, type Socket } from 'node:net';

export interface SmtpSink {
  url: string;
  /** How many mails came to each address, and how many of them carried a PDF. */
  mails: Map<string, { count: number; pdfs: number }>;
  count(): number;
  /** Forgets what came. */
  clear(): void;
  close(): Promise<void>;
}

/** The first bytes of a PDF as an attachment has them. */
const pdfInBase64 = Buffer.from('\r\n\r\nJVBERi0');

/**
 * A mail server that keeps nothing but the count: one that stores and parses would take the machine from
 * the worker that is measured. Speaks as much SMTP as a client without sign-in needs.
 */
export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: SmtpSink['mails'] = new Map();
  let total = 0;
  const sockets = new Set<Socket>();

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let pending: Buffer = Buffer.alloc(0);
    let parts: Buffer[] = [];
    let isData = false;
    let recipients: string[] = [];
    const reply = (text: string) => socket.write(`${text}\r\n`);

    const accept = (message: Buffer) => {
      const hasPdf = message.includes(pdfInBase64);
      for (const recipient of recipients) {
        const seen = mails.get(recipient) ?? { count: 0, pdfs: 0 };
        mails.set(recipient, { count: seen.count + 1, pdfs: seen.pdfs + (hasPdf ? 1 : 0) });
      }
      total += 1;
      recipients = [];
      reply('250 taken');
    };
    const command = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') return reply('250-sink\r\n250-PIPELINING\r\n250 8BITMIME');
      if (verb === 'RCPT') recipients.push(/<([^>]*)>/.exec(line)?.[1]?.toLowerCase() ?? '');
      if (verb === 'RSET') recipients = [];
      if (verb === 'DATA') {
        isData = true;
        return reply('354 go on');
      }
      reply(verb === 'QUIT' ? '221 bye' : '250 ok');
      if (verb === 'QUIT') socket.end();
    };

    reply('220 sink');
    socket.on('data', (chunk) => {
      if (isData) {
        parts.push(chunk);
        // A long mail comes in many pieces; only the end has to be looked at before it is whole.
        const tail = Buffer.concat(parts.slice(-2)).subarray(-5);
        if (!tail.equals(Buffer.from('\r\n.\r\n'))) return;
        const message = Buffer.concat(parts);
        parts = [];
        isData = false;
        return accept(message);
      }
      pending = Buffer.concat([pending, chunk]);
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.toString('latin1', 0, end);
        pending = pending.subarray(end + 2);
        command(line);
        if (isData) {
          if (pending.length > 0) parts.push(pending);
          pending = Buffer.alloc(0);
          return;
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    count: () => total,
    clear() {
      mails.clear();
      total = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
