import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  head: string;
  body: string;
}

export interface Address {
  host: string;
  port: number;
  /** Where the client comes from: any of 127.0.0.0/8 on Linux. */
  localAddress?: string;
}

/** One keep-alive connection, one request at a time: as little work as a client can do. */
export class HttpConnection {
  #socket: Socket;
  #buffered: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
      const answer = readAnswer(this.#buffered);
      if (!answer) return;
      this.#buffered = Buffer.alloc(0);
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.resolve(answer);
    });
    const fail = (error: Error) => {
      this.#waiting?.reject(error);
      this.#waiting = null;
    };
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed')));
  }

  static async open({ host, port, localAddress }: Address): Promise<HttpConnection> {
    const socket = connect({ host, port, localAddress, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new HttpConnection(socket);
  }

  send(request: Buffer | string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the connection is closed'));
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Opens many, some at a time: the queue of a listening socket holds a few thousand at most. */
export async function openConnections(
  count: number,
  addressOf: (client: number) => Address,
): Promise<HttpConnection[]> {
  const opened: HttpConnection[] = [];
  const atOnce = 250;
  while (opened.length < count) {
    const missing = Math.min(atOnce, count - opened.length);
    const first = opened.length;
    opened.push(
      ...(await Promise.all(
        Array.from({ length: missing }, (_, i) => HttpConnection.open(addressOf(first + i))),
      )),
    );
  }
  return opened;
}

/** Null until the whole answer is there. One request is out at a time, so nothing follows it. */
export function readAnswer(bytes: Buffer): Answer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const last = end + 4 + Number(length);
    return bytes.length >= last
      ? { status, head, body: bytes.toString('utf8', end + 4, last) }
      : null;
  }
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) return { status, head, body: '' };
  // The last chunk is the empty one.
  return bytes.subarray(-5).equals(Buffer.from('0\r\n\r\n'))
    ? { status, head, body: bytes.toString('utf8', end + 4) }
    : null;
}
