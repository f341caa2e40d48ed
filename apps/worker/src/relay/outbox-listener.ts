import type { Logger } from '@foyer/runtime';
import pg from 'pg';

const reconnectMs = 1_000;

/**
 * Calls `wake` when a transaction has put something into the outbox. Only saves time: whoever wakes
 * must also look by themselves, for this connection may be down, or go through a pooler in
 * transaction mode, which passes no notifications on.
 */
export function listenToOutbox(
  connectionString: string,
  logger: Logger,
  wake: () => void,
): { stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function connect(): Promise<void> {
    const mine = new pg.Client({
      connectionString,
      application_name: 'foyer-worker-listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    let isBroken = false;
    const broken = (err?: Error) => {
      if (isBroken) return;
      isBroken = true;
      mine.end().catch(() => {});
      if (isStopped) return;
      logger.warn({ err }, 'not listening to the outbox; it is polled until this comes back');
      timer = setTimeout(connect, reconnectMs);
    };
    client = mine;
    mine.on('error', broken);
    mine.on('end', () => broken());
    mine.on('notification', wake);
    try {
      await mine.connect();
      await mine.query('listen foyer_outbox');
      wake();
    } catch (err) {
      broken(err as Error);
    }
  }

  void connect();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
