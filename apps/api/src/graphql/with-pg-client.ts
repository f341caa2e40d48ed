import { connectionOf, queryAs } from '@foyer/db';
import { LRU } from '@graphile/lru';
import type pg from 'pg';
import type { PgClient } from 'postgraphile/@dataplan/pg';
import { makePgAdaptorWithPgClient, type NodePostgresPgClient } from 'postgraphile/adaptors/pg';

type WithPgClient = ReturnType<typeof makePgAdaptorWithPgClient>;

/** Different statements that a connection keeps prepared. */
const mostStatements = 100;
const prepared = new WeakMap<object, LRU<string, true>>();

/**
 * How PostGraphile reaches the database: each statement in one round trip as the caller, where its own
 * adaptor makes four (begin, settings, statement, commit). A statement is a transaction of its own; those
 * that belong together ask for `withTransaction`.
 */
export function createWithPgClient(pool: pg.Pool): WithPgClient {
  const withTransactionClient = makePgAdaptorWithPgClient(pool);
  return async (settings, callback) => {
    const client: PgClient = {
      async query({ text, name, values, arrayMode }) {
        const connection = await pool.connect();
        try {
          if (name) keepPrepared(connection, name);
          const { rows, rowCount } = await queryAs<never>(
            connection,
            (settings ?? {}) as Record<string, string>,
            {
              text,
              name,
              values,
              rowMode: arrayMode ? 'array' : undefined,
            },
          );
          return { rows, rowCount, notices: [] };
        } finally {
          connection.release();
        }
      },
      withTransaction: (work) =>
        withTransactionClient(settings, (client) => client.withTransaction(work)),
    };
    return await callback(client as NodePostgresPgClient);
  };
}

/** Anybody may write a query, so what is prepared for them has an end. */
function keepPrepared(client: pg.PoolClient, name: string): void {
  const connection = connectionOf(client);
  let names = prepared.get(connection);
  if (!names) {
    names = new LRU({
      maxLength: mostStatements,
      dispose(old) {
        if (!connection.parsedStatements[old]) return;
        delete connection.parsedStatements[old];
        client.query(`deallocate ${client.escapeIdentifier(old)}`).catch(() => {});
      },
    });
    prepared.set(connection, names);
  }
  if (!names.get(name)) names.set(name, true);
}
