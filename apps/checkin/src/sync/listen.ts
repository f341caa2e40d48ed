import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@foyer/runtime';
import pg from 'pg';

/** The payload is the event's id. Sent when tickets or devices of an event change. */
const CHANNEL = 'foyer_tickets';

/**
 * Hears of changed events until `signal` aborts. Reconnects by itself; `onConnected` runs after each
 * (re)connection, because whatever was said meanwhile is lost. A pooler in transaction mode never
 * delivers: the poll by watermark covers that.
 */
export async function listenForChanges(
  connectionString: string,
  on: { changed: (eventId: string) => void; connected: () => void },
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    const client = new pg.Client({
      connectionString,
      application_name: 'foyer-checkin-listen',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', (err) => {
        logger.warn({ err }, 'the connection that listens for changes broke');
        resolve();
      });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on('notification', ({ payload }) => {
        if (payload) on.changed(payload);
      });
      await client.query(`listen ${CHANNEL}`);
      failures = 0;
      on.connected();
      await ended;
    } catch (err) {
      if (failures > 0) logger.warn({ err }, 'cannot listen for changes');
    }
    await client.end().catch(() => {});
    if (!signal.aborted) {
      await sleep(Math.min(200 * 2 ** failures, 5_000), undefined, { signal }).catch(() => {});
    }
  }
}
