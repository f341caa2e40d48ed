import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

export interface Viewing {
  url: string;
  token: string;
  eventId: string;
  viewers: number;
  /** Milliseconds since 1970. */
  until: number;
}

/** One message at one dashboard: when it came, and what it said. */
export type Seen = { at: number; checkedInCount: number; heldCount: number };

export interface Viewed {
  /** When the last of them was in. */
  readyAt: number;
  seen: Seen[][];
}

/** Dashboards as the web app opens them, all in this process: what `runApart` starts. */
export default async function view(viewing: Viewing): Promise<Viewed> {
  const sockets = Array.from({ length: viewing.viewers }, () =>
    io(viewing.url, {
      path: '/live',
      auth: { token: viewing.token },
      forceNew: true,
      transports: ['websocket'],
    }),
  );
  const seen = sockets.map((socket) => {
    const messages: Seen[] = [];
    socket.on('totals', (totals: Record<string, unknown>) => {
      messages.push({
        at: Date.now(),
        checkedInCount: Number(totals.checkedInCount),
        heldCount: Number(totals.heldCount),
      });
    });
    return messages;
  });
  await Promise.all(
    sockets.map(async (socket) => {
      const answer = await socket
        .timeout(20_000)
        .emitWithAck('watch:event', { eventId: viewing.eventId });
      if (!answer.ok) throw new Error(`a dashboard was refused: ${JSON.stringify(answer)}`);
    }),
  );
  const readyAt = Date.now();
  await sleep(viewing.until - Date.now());
  for (const socket of sockets) socket.disconnect();
  return { readyAt, seen };
}
