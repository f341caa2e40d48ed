import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What the proxy does to the bytes; switched at run time, for open connections too. */
export interface Weather {
  /** Each piece of data waits this long, in either direction. */
  latencyMs: number;
  /** Neither side hears anything any more, and no connection is closed: a cable that was pulled. */
  isBlackhole: boolean;
  /** As `isBlackhole`, for what the server answers: requests arrive, answers do not. */
  isDeaf: boolean;
  /** New connections are accepted and reset at once. */
  isRefusing: boolean;
  /** After so many bytes of the client a connection is reset; null: never. */
  cutAfterClientBytes: number | null;
  /** The same for bytes of the server. */
  cutAfterServerBytes: number | null;
  /** Called with each piece a client sends before it is passed on; may change the weather. */
  onClientData: ((data: Buffer) => void) | null;
}

const fair: Weather = {
  latencyMs: 0,
  isBlackhole: false,
  isDeaf: false,
  isRefusing: false,
  cutAfterClientBytes: null,
  cutAfterServerBytes: null,
  onClientData: null,
};

interface Pair {
  client: Socket;
  server: Socket;
}

/**
 * A TCP proxy in front of 127.0.0.1:`targetPort` that misbehaves as it is told. The port may be given as
 * a function, for a proxy that has to be there before what it stands in front of.
 */
export async function startChaosProxy(targetPort: number | (() => number)) {
  let weather: Weather = { ...fair };
  const pairs = new Set<Pair>();
  const lanes = new Set<Lane>();

  const server = createServer((client) => {
    // A reset that we cause arrives here as an error; the other side is closed with it.
    client.on('error', () => {});
    if (weather.isRefusing) return void client.resetAndDestroy();
    const target = connect({
      host: '127.0.0.1',
      port: typeof targetPort === 'function' ? targetPort() : targetPort,
      noDelay: true,
    });
    target.on('error', () => {});
    client.setNoDelay(true);
    const pair = { client, server: target };
    pairs.add(pair);
    const passed = { client: 0, server: 0 };
    const isCut = () =>
      passed.client >= (weather.cutAfterClientBytes ?? Number.POSITIVE_INFINITY) ||
      passed.server >= (weather.cutAfterServerBytes ?? Number.POSITIVE_INFINITY);
    const carry = (who: 'client' | 'server', from: Socket, to: Socket) => {
      const lane = createLane(() => weather, who);
      lanes.add(lane);
      from.on('data', (data) => {
        if (who === 'client') weather.onClientData?.(data);
        lane.send(() => {
          passed[who] += data.length;
          if (isCut()) return reset(pair);
          if (to.write(data) || to.destroyed) return;
          from.pause();
          to.once('drain', () => from.resume());
        });
      });
      from.on('end', () => lane.send(() => to.end()));
      from.on('close', () =>
        lane.send(() => {
          lanes.delete(lane);
          pairs.delete(pair);
          to.destroy();
        }),
      );
    };
    carry('client', client, target);
    carry('server', target, client);
  });

  function reset({ client, server: target }: Pair): void {
    client.resetAndDestroy();
    target.resetAndDestroy();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connectionCount: () => pairs.size,
    /** Replaces the weather; what is not named is fair. What a blackhole held back arrives now. */
    set(next: Partial<Weather>): void {
      weather = { ...fair, ...next };
      for (const lane of lanes) lane.pump();
    },
    /** Resets every open connection, on both sides. */
    resetAll(): void {
      for (const pair of [...pairs]) reset(pair);
    },
    /** The server's half of every connection is gone, and nobody tells the client. */
    halfCloseAll(): void {
      for (const { client, server: target } of pairs) {
        for (const socket of [client, target]) socket.removeAllListeners('data');
        target.removeAllListeners('end').removeAllListeners('close');
        client.resume();
        target.destroy();
      }
    },
    async close(): Promise<void> {
      for (const lane of lanes) lane.stop();
      for (const { client, server: target } of pairs) {
        client.destroy();
        target.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

interface Lane {
  /** Does it when the weather lets it, after everything that was sent before. */
  send(work: () => void): void;
  pump(): void;
  stop(): void;
}

/** One direction of one connection: bytes may be late, they are never out of order. */
function createLane(weather: () => Weather, who: 'client' | 'server'): Lane {
  const waiting: { due: number; work: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const pump = () => {
    clearTimeout(timer);
    for (;;) {
      const { isBlackhole, isDeaf } = weather();
      const next = waiting[0];
      if (!next || isBlackhole || (isDeaf && who === 'server')) return;
      const wait = next.due - Date.now();
      if (wait > 0) {
        timer = setTimeout(pump, wait);
        return;
      }
      waiting.shift();
      next.work();
    }
  };
  return {
    pump,
    send(work) {
      waiting.push({ due: Date.now() + weather().latencyMs, work });
      if (waiting.length === 1) pump();
    },
    stop() {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}

export type ChaosProxy = Awaited<ReturnType<typeof startChaosProxy>>;

/** The same address by way of a proxy. */
export function through(proxy: ChaosProxy, url: string): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(proxy.port);
  return changed.href;
}
