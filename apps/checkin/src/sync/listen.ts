import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@foyer/runtime';
import pg from 'pg';

/** The payload is the event's id. Sent when tickets or devices of an event change. */
const CHANNEL = 'foyer_tickets';

/** A connection that listens sends nothing, so nobody would notice that the other end is gone. */
const HEARTBEAT_MS = 3_000;
const ANSWER_MS = 2_000;

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
      query_timeout: ANSWER_MS,
    });
    let heartbeat: NodeJS.Timeout | undefined;
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
      const dead = new Promise<void>((resolve) => {
        heartbeat = setInterval(() => {
          client.query('select 1').catch((err: unknown) => {
            if (!signal.aborted) logger.warn({ err }, 'the connection that listens is dead');
            resolve();
          });
        }, HEARTBEAT_MS);
      });
      await Promise.race([ended, dead]);
    } catch (err) {
      if (failures > 0) logger.warn({ err }, 'cannot listen for changes');
    }
    clearInterval(heartbeat);
    // A dead one does not say goodbye either.
    await Promise.race([client.end().catch(() => {}), sleep(ANSWER_MS, undefined, { ref: false })]);
    if (!signal.aborted) {
      await sleep(Math.min(200 * 2 ** failures, 5_000), undefined, { signal }).catch(() => {});
    }
  }
}
