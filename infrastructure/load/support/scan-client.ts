/**
 * The phones at a door, in a process of their own so that their work is not mistaken for the door's.
 * `startPhones` of scan-load.ts starts it and talks to it.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { ScanRun, ScanRunResult } from './scan-load.ts';

/** One presentation in so many is of a ticket that was presented a moment ago, at another phone. */
const AGAIN_EVERY = 16;

let host = '';
let port = 0;
let tokens: string[] = [];
let deviceTokens: string[] = [];

process.once('disconnect', () => process.exit());

process.on('message', (message: { setUp: string } | { run: ScanRun }) => {
  if ('setUp' in message) {
    ({ host, port, tokens, deviceTokens } = JSON.parse(readFileSync(message.setUp, 'utf8')));
    process.send?.({ isReady: true });
  } else {
    run(message.run).then(
      (result) => process.send?.({ result }),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  }
});

/** One at a time on its connection: a phone waits for the verdict before it scans the next ticket. */
interface Phone {
  socket: Socket;
  received: Buffer;
  answered: ((answer: string) => void) | null;
}

function open(): Promise<Phone> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const phone: Phone = { socket, received: Buffer.alloc(0), answered: null };
    socket.once('connect', () => resolve(phone)).once('error', reject);
    socket.on('data', (chunk) => {
      phone.received = phone.received.length === 0 ? chunk : Buffer.concat([phone.received, chunk]);
      const head = phone.received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(
        phone.received.toString('latin1', 0, head + 2),
      )?.[1];
      const end = head + 4 + Number(length);
      if (phone.received.length < end) return;
      const answer = phone.received.toString('utf8', 0, end);
      phone.received = Buffer.alloc(0);
      phone.answered?.(answer);
    });
    socket.on('close', () => phone.answered?.('closed'));
  });
}

async function run({
  phones: count,
  seconds,
  from,
  to,
  perSecond,
}: ScanRun): Promise<ScanRunResult> {
  const phones = await Promise.all(Array.from({ length: count }, open));
  const latencies: number[] = [];
  const verdicts: Record<string, number> = {};
  const admitted: number[] = [];
  let firstBad: string | undefined;
  let next = from;
  let sent = 0;
  let device = 0;
  const cpu = process.cpuUsage();
  const began = performance.now();
  const end = began + seconds * 1000;

  function choose(): number {
    sent += 1;
    if (sent % AGAIN_EVERY === 0 && next > from + 2 * count) return next - count - 1;
    return next++;
  }

  async function present(phone: Phone, since: number): Promise<void> {
    const position = choose();
    device = (device + 1) % deviceTokens.length;
    const body = JSON.stringify({
      scanId: randomUUID(),
      token: tokens[position],
      method: 'scan',
      scannedAt: new Date().toISOString(),
    });
    const answer = await new Promise<string>((resolve) => {
      phone.answered = resolve;
      if (!phone.socket.writable) return resolve('closed');
      phone.socket.write(
        `POST /scans HTTP/1.1\r\nhost: ${host}:${port}\r\ncontent-type: application/json\r\nauthorization: Bearer ${deviceTokens[device]}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    latencies.push(performance.now() - since);
    const verdict = /"verdict":"(\w+)"/.exec(answer)?.[1] ?? 'none';
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    if (verdict === 'accepted') admitted.push(position);
    else if (verdict !== 'already_used') firstBad ??= answer;
  }

  if (perSecond === undefined) {
    await Promise.all(
      phones.map(async (phone) => {
        while (performance.now() < end && next < to) await present(phone, performance.now());
      }),
    );
  } else {
    await paced(phones, perSecond, began, end, present);
  }
  const elapsed = (performance.now() - began) / 1000;
  for (const { socket } of phones) socket.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
  const used = process.cpuUsage(cpu);
  return {
    elapsed,
    scans: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    worst: at(1),
    verdicts,
    admitted,
    next,
    firstBad,
    cpuSeconds: (used.user + used.system) / 1e6,
  };
}

/**
 * Guests come at their times whether or not the door keeps up: each scan's time counts from when it was
 * due, so that a door that stands still for a second is charged for everybody who waited.
 */
async function paced(
  phones: Phone[],
  perSecond: number,
  began: number,
  end: number,
  present: (phone: Phone, since: number) => Promise<void>,
): Promise<void> {
  const idle = [...phones];
  const queue: number[] = [];
  let running = 0;
  let issued = 0;
  await new Promise<void>((resolve) => {
    const settle = () => {
      while (queue.length > 0 && idle.length > 0) {
        // Each in its turn: a connection that rests for five seconds is closed.
        const phone = idle.shift();
        const due = queue.shift();
        if (!phone || due === undefined) break;
        running += 1;
        void present(phone, due).then(() => {
          running -= 1;
          idle.push(phone);
          settle();
        });
      }
      if (performance.now() >= end && queue.length === 0 && running === 0) {
        clearInterval(timer);
        resolve();
      }
    };
    const timer = setInterval(() => {
      const now = Math.min(performance.now(), end);
      for (; began + (issued * 1000) / perSecond <= now; issued += 1) {
        queue.push(began + (issued * 1000) / perSecond);
      }
      settle();
    }, 1);
  });
}
