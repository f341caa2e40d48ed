import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Less than a step of the shutdown may take. */
const patienceMs = 8_000;

/**
 * @returns what stops the server: no new connections, what is under way is answered, everything else
 *   is closed at once. Node's own closeIdleConnections leaves the connections that browsers open in
 *   advance, and waits for them.
 */
export function createGracefulClose(server: Server): () => Promise<void> {
  const busy = new Map<Socket, number>();
  let isClosing = false;
  const settle = (socket: Socket) => {
    if (isClosing && busy.get(socket) === 0) socket.destroySoon();
  };
  server.on('connection', (socket) => {
    busy.set(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  server.on('request', ({ socket }, res) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    res.once('close', () => {
      busy.set(socket, (busy.get(socket) ?? 1) - 1);
      settle(socket);
    });
  });
  return () =>
    new Promise((resolve) => {
      isClosing = true;
      const giveUp = setTimeout(() => {
        for (const socket of busy.keys()) socket.destroy();
      }, patienceMs);
      server.close(() => {
        clearTimeout(giveUp);
        resolve();
      });
      for (const socket of busy.keys()) settle(socket);
    });
}
