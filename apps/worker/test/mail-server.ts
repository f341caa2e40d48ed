import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export type Received = Email & { raw: Buffer; to: string[] };

type Refusal = { code: number; text: string };
type Step = 'greeting' | 'sender' | 'recipient';
export type Reply = 'accept' | 'hang_up' | Refusal;

/** A mail server on a free port that keeps what it took. */
export async function startMailServer() {
  const received: Received[] = [];
  const replies: Reply[] = [];
  const refusals: Record<Step, Refusal[]> = { greeting: [], sender: [], recipient: [] };
  const answerAt = (step: Step, callback: (error?: Error | null) => void) => {
    const refusal = refusals[step].shift();
    callback(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
  };
  let onMessage: ((email: Received) => Promise<Reply> | Reply) | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onConnect: (_session, callback) => answerAt('greeting', callback),
    onMailFrom: (_address, _session, callback) => answerAt('sender', callback),
    onRcptTo: (_address, _session, callback) => answerAt('recipient', callback),
    async onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const raw = Buffer.concat(chunks);
      const email: Received = {
        ...(await PostalMime.parse(raw)),
        raw,
        to: session.envelope.rcptTo.map(({ address }) => address),
      } as Received;
      const reply = (await onMessage?.(email)) ?? replies.shift() ?? 'accept';
      if (reply === 'hang_up') {
        for (const connection of server.connections) connection._socket.destroy();
        return;
      }
      if (reply !== 'accept') {
        return callback(Object.assign(new Error(reply.text), { responseCode: reply.code }));
      }
      received.push(email);
      callback(null, 'taken');
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    /** How it answers the next messages, once it has read them; then it accepts. */
    answerNext: (...next: Reply[]) => replies.push(...next),
    /** Once. */
    refuse: (step: Step, code: number, text: string) => refusals[step].push({ code, text }),
    /** Asked about each message before it is taken. */
    intercept(handler: typeof onMessage) {
      onMessage = handler;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
