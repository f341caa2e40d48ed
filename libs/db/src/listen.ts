import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A connection that listens sends nothing, so nobody would notice that the other end is gone. */
const HEARTBEAT_MS = 3_000;
const ANSWER_MS = 2_000;
/** After a lost connection: from a fifth of a second, doubling. */
const RETRY_MS = { first: 200, longest: 5_000 };

export type Listener = {
  isConnected(): boolean;
  stop(): Promise<void>;
};

/**
 * LISTEN on a connection of its own that comes back by itself, also from a connection that is dead
 * without a word. What was said while it was away is lost: `onConnected` runs after every connection, the
 * first one too, and whoever listens looks then. A PgBouncer in transaction mode delivers nothing.
 */
export function listen(
  source: {
    databaseUrl: string;
    channel: string;
    /** Shows in pg_stat_activity. */
    applicationName: string;
  },
  on: {
    /** The payload, perhaps empty. */
    message: (payload: string) => void;
    /** On that connection; if it cannot do what it must, the connection is given up and made again. */
    connected: (client: pg.Client) => unknown;
    /** It broke or cannot be made; it is tried again. */
    trouble: (error: unknown) => void;
  },
): Listener {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isConnected = false;

  async function listenOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: source.databaseUrl,
      application_name: source.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: ANSWER_MS,
    });
    const over = Promise.withResolvers<void>();
    client.on('error', over.reject);
    client.on('end', () => over.reject(new Error('the connection was closed')));
    client.on('notification', ({ payload }) => on.message(payload ?? ''));
    const stop = () => over.resolve();
    signal.addEventListener('abort', stop);
    const start = async () => {
      await client.connect();
      await client.query(`listen ${source.channel}`);
      await on.connected(client);
    };
    let heartbeat: NodeJS.Timeout | undefined;
    try {
      await Promise.race([start(), over.promise]);
      isConnected = true;
      heartbeat = setInterval(() => client.query('select 1').catch(over.reject), HEARTBEAT_MS);
      await over.promise;
    } finally {
      isConnected = false;
      signal.removeEventListener('abort', stop);
      clearInterval(heartbeat);
      // A dead one does not say goodbye either.
      const goodbye = client.end().catch(() => {});
      await Promise.race([goodbye, sleep(ANSWER_MS, undefined, { ref: false })]);
    }
  }

  async function listenUntilStopped(): Promise<void> {
    let waitMs = RETRY_MS.first;
    while (!signal.aborted) {
      const started = performance.now();
      await listenOnce().catch((error: unknown) => {
        if (!signal.aborted) on.trouble(error);
      });
      if (performance.now() - started > RETRY_MS.longest) waitMs = RETRY_MS.first;
      await sleep(waitMs, undefined, { signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, RETRY_MS.longest);
    }
  }

  const stopped = listenUntilStopped();
  return {
    isConnected: () => isConnected,
    async stop() {
      stopping.abort();
      await stopped;
    },
  };
}
