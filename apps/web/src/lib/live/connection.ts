import type { Socket } from 'socket.io-client';

/** One connection for everything a page watches under the same name, for as long as anything does. */
type Shared = { users: number; socket: Promise<Socket> };
const shared = new Map<string, Shared>();

/** After a refused handshake the client does not come back by itself. */
const reconnectAfterMs = 3_000;

export type Lease = { socket: Promise<Socket>; release: () => void };

/**
 * Leases the connection to `apiUrl` that presents `identity`; the client library is loaded with the
 * first. `readToken` is asked at each reconnection, so that the token is fresh then.
 */
export function leaseConnection(
  apiUrl: string,
  identity: string,
  readToken: (() => Promise<string | null>) | null,
): Lease {
  const name = `${identity} ${apiUrl}`;
  let entry = shared.get(name);
  if (!entry) {
    entry = { users: 0, socket: connect(apiUrl, readToken) };
    shared.set(name, entry);
  }
  const mine = entry;
  mine.users += 1;
  return {
    socket: mine.socket,
    release: () => {
      mine.users -= 1;
      if (mine.users > 0) return;
      shared.delete(name);
      void mine.socket.then((socket) => socket.disconnect());
    },
  };
}

/** A release or a bad network may keep it from loading: until it does. */
async function loadClient(): Promise<typeof import('socket.io-client')> {
  for (;;) {
    try {
      return await import('socket.io-client');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, reconnectAfterMs * (1 + Math.random())));
    }
  }
}

async function connect(
  apiUrl: string,
  readToken: (() => Promise<string | null>) | null,
): Promise<Socket> {
  const { io } = await loadClient();
  const socket = io(apiUrl, {
    path: '/live',
    transports: ['websocket', 'polling'],
    // A second connection to the same address under another identity is a connection of its own.
    forceNew: true,
    auth: (give) => {
      if (!readToken) return give({});
      void readToken().then((token) => give(token === null ? {} : { token }));
    },
  });
  let isGone = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  socket.on('connect_error', () => {
    if (socket.active || isGone) return;
    clearTimeout(retry);
    retry = setTimeout(() => !isGone && socket.connect(), reconnectAfterMs);
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') isGone = true;
  });
  return socket;
}
