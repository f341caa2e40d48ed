import type { Logger } from '@foyer/runtime';
import pg from 'pg';

/** After a lost connection: from a quarter of a second, doubling, to ten seconds. */
const retryMs = { first: 250, longest: 10_000 };

/**
 * Hears from the database which events' counts changed (`NOTIFY foyer_live, '<event id>'`), on a
 * connection of its own. Whatever changed while it was lost is unknown, so `onGap` is called after each
 * new connection but the first.
 */
export async function listenForLiveEvents(options: {
  databaseUrl: string;
  logger: Logger;
  onEvent: (eventId: string) => void;
  onGap: () => void;
}): Promise<{ isConnected: () => boolean; stop: () => Promise<void> }> {
  const { logger } = options;
  let client: pg.Client | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let wait = retryMs.first;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'foyer-api-live',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    next.on('notification', ({ payload }) => {
      if (payload) options.onEvent(payload);
    });
    next.on('error', (err) => logger.warn({ err }, 'the live connection broke'));
    next.on('end', () => {
      if (client !== next) return;
      client = null;
      retry();
    });
    try {
      await next.connect();
      await next.query('listen foyer_live');
    } catch (err) {
      await next.end().catch(() => {});
      throw err;
    }
    client = next;
    wait = retryMs.first;
  }

  function retry(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      connect().then(options.onGap, (err: unknown) => {
        logger.warn({ err }, 'the live connection could not be made again');
        retry();
      });
    }, wait);
    wait = Math.min(wait * 2, retryMs.longest);
  }

  await connect();
  return {
    isConnected: () => client !== null,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
