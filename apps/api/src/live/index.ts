import type { Server as HttpServer } from 'node:http';
import { type Claims, listen } from '@foyer/db';
import type { Logger, Metrics } from '@foyer/runtime';
import { createAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type pg from 'pg';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { z } from 'zod';
import type { AccessTokens } from '../auth/access-tokens.ts';
import { createCoalescer } from './coalesce.ts';
import { createRooms, type Room, readRoom, roomKinds, roomName } from './rooms.ts';

export type LiveOptions = {
  pool: pg.Pool;
  /** Not through a PgBouncer: LISTEN needs the connection for itself. */
  listenUrl: string;
  redis: Redis;
  tokens: AccessTokens;
  publicWebUrl: string;
  logger: Logger;
  metrics: Metrics;
};

export type Live = {
  isConnected: () => boolean;
  /** To everybody in the room who is connected to this process. */
  send: (room: Room, message: unknown) => void;
  stop: () => Promise<void>;
};

type SocketData = { userId: string | null; eventLink: string | null };
type LiveSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;
type Answer = { ok: true } | { ok: false; error: { code: string; message: string } };

/** A dashboard shows a handful of events side by side. */
const maxRoomsPerSocket = 20;
/** A page asks once per event; this is for one that went mad. */
const maxWatchesPerMinute = 60;

const handshake = z.object({
  token: z.string().max(4000).optional(),
  eventLink: z.string().max(64).optional(),
});
const watchRequest = z.object({
  eventId: z.uuid().transform((id) => id.toLowerCase()),
  eventLink: z.string().max(64).optional(),
});

/**
 * Socket.IO at /live. `watch:event` {eventId} sends `totals` to the event's organization,
 * `watch:availability` {eventId} sends `availability` to whoever may see the event page; both answer
 * with the current state first, and `unwatch` {eventId} ends all. `watch:waiting-room` {eventId} sends
 * `waiting-room`, the same message to everybody in line. Every watch is acknowledged.
 */
export async function installLive(server: HttpServer, options: LiveOptions): Promise<Live> {
  const { redis, tokens, logger, metrics } = options;
  const webOrigin = new URL(options.publicWebUrl).origin;
  // Its subscriptions wait for Redis, also where it is away when this process starts.
  const subscriber = redis.duplicate({ maxRetriesPerRequest: null, commandTimeout: undefined });
  subscriber.on('error', (err) => logger.warn({ err }, 'live Redis connection'));
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>(server, {
    path: '/live',
    serveClient: false,
    adapter: createAdapter(redis, subscriber, { key: 'foyer:live' }),
    cors: { origin: webOrigin, credentials: true },
    // A WebSocket is not held back by CORS. No Origin means no browser.
    allowRequest: (req, decide) => {
      const { origin } = req.headers;
      decide(null, origin === undefined || origin === webOrigin);
    },
    maxHttpBufferSize: 10_000,
    connectTimeout: 10_000,
  });
  const rooms = createRooms(options.pool);
  const sent = metrics.counter({
    name: 'foyer_live_messages_total',
    help: 'Messages sent to live rooms.',
    labelNames: ['kind'],
  });
  metrics.gauge({
    name: 'foyer_live_sockets',
    help: 'Open live connections of this process.',
    collect() {
      this.set(io.sockets.sockets.size);
    },
  });

  io.use((socket, next) => {
    const given = handshake.safeParse(socket.handshake.auth);
    const { token, eventLink } = given.success ? given.data : {};
    const claims = token === undefined ? null : tokens.verify(token);
    if (!given.success || (token !== undefined && !claims))
      return next(Object.assign(new Error('TOKEN_INVALID'), { data: { code: 'TOKEN_INVALID' } }));
    socket.data = { userId: claims?.userId ?? null, eventLink: eventLink ?? null };
    if (claims) {
      // When the token runs out the connection is cut; the client comes back with a fresh one.
      const rest = Math.min(claims.expiresAt.getTime() - Date.now(), 2 ** 31 - 1);
      const timer = setTimeout(() => socket.conn.close(), Math.max(0, rest));
      socket.once('disconnect', () => clearTimeout(timer));
    }
    next();
  });

  io.on('connection', (socket) => {
    const watches = createBudget(maxWatchesPerMinute, 60_000);
    const watch = (kind: Room['kind']) => async (body: unknown, reply?: (a: Answer) => void) => {
      const give = (answer: Answer) => {
        if (typeof reply === 'function') reply(answer);
        else if (!answer.ok) socket.emit('refused', answer.error);
      };
      try {
        give(await enter(socket, kind, body, watches));
      } catch (err) {
        logger.error({ err }, 'a watch failed');
        give(refusal('INTERNAL', 'Something went wrong on our side.'));
      }
    };
    socket.on('watch:event', watch('totals'));
    socket.on('watch:availability', watch('availability'));
    socket.on('watch:waiting-room', watch('waiting-room'));
    socket.on('unwatch', (body: unknown) => {
      const { data } = watchRequest.safeParse(body);
      for (const kind of roomKinds)
        if (data) void socket.leave(roomName({ kind, eventId: data.eventId }));
    });
  });

  async function enter(
    socket: LiveSocket,
    kind: Room['kind'],
    body: unknown,
    watches: () => boolean,
  ): Promise<Answer> {
    const { data: wish } = watchRequest.safeParse(body);
    if (!wish) return refusal('INVALID_INPUT', 'Send {eventId}.');
    // Each socket is in a room of its own besides.
    if (!watches() || socket.rooms.size > maxRoomsPerSocket)
      return refusal('RATE_LIMITED', 'Too many events are watched.');
    const claims: Claims = {
      userId: socket.data.userId,
      eventLink: wish.eventLink ?? socket.data.eventLink,
    };
    const isWelcome =
      kind === 'totals'
        ? await rooms.maySeeTotals(claims, wish.eventId)
        : await rooms.maySeeEvent(claims, wish.eventId);
    if (!isWelcome) return refusal('NOT_FOUND', 'There is no such event.');
    const room = { kind, eventId: wish.eventId };
    // First the room, then the state: a change in between is sent twice rather than not at all.
    await socket.join(roomName(room));
    socket.emit(kind, await rooms.read(room));
    return { ok: true };
  }

  const coalescer = createCoalescer({
    redis,
    logger,
    async send(name) {
      const room = readRoom(name);
      io.to(name).emit(room.kind, await rooms.readFresh(room));
      sent.inc({ kind: room.kind });
    },
  });
  const here = () => io.of('/').adapter.rooms;
  const touchIfWatched = (room: Room) => {
    // Whoever has viewers of a room sees to it; the adapter tells the others' viewers.
    if (here().has(roomName(room))) coalescer.touch(roomName(room));
  };
  const listener = listen(
    {
      databaseUrl: options.listenUrl,
      channel: 'foyer_live',
      applicationName: 'foyer-api-live',
    },
    {
      message(eventId) {
        touchIfWatched({ kind: 'totals', eventId });
        touchIfWatched({ kind: 'availability', eventId });
      },
      connected() {
        // What changed while nobody listened is unknown.
        for (const name of here().keys())
          if (/^(totals|availability):/.test(name)) coalescer.touch(name);
      },
      trouble: (err) => logger.warn({ err }, 'the live connection broke'),
    },
  );

  return {
    isConnected: listener.isConnected,
    send(room, message) {
      io.local.to(roomName(room)).emit(room.kind, message);
      sent.inc({ kind: room.kind });
    },
    async stop() {
      coalescer.stop();
      await listener.stop();
      // Not io.close(), which also closes the HTTP server, and not a farewell of Socket.IO's own, after
      // which clients would not come back: they find another process, or this one when it is up again.
      io.engine.close();
      await io.of('/').adapter.close();
      subscriber.disconnect();
    },
  };
}

const refusal = (code: string, message: string): Answer => ({
  ok: false,
  error: { code, message },
});

/** Says yes `most` times per period. */
function createBudget(most: number, periodMs: number): () => boolean {
  let left = most;
  let until = performance.now() + periodMs;
  return () => {
    if (performance.now() > until) {
      left = most;
      until = performance.now() + periodMs;
    }
    left -= 1;
    return left >= 0;
  };
}
