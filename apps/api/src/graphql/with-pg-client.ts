import { allowSilence, connectionOf, queryAs } from '@foyer/db';
import { LRU } from '@graphile/lru';
import pg from 'pg';
import type { PgClient } from 'postgraphile/@dataplan/pg';
import { makePgAdaptorWithPgClient, type NodePostgresPgClient } from 'postgraphile/adaptors/pg';
import { isLongStatement, longMs } from './long-mutations.ts';

type WithPgClient = ReturnType<typeof makePgAdaptorWithPgClient>;

/** Different statements that a connection keeps prepared. */
const mostStatements = 100;
const prepared = new WeakMap<object, ReturnType<typeof statementsOf>>();

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
        let broken: Error | undefined;
        try {
          if (name) await keepPrepared(connection, name);
          const caller = (settings ?? {}) as Record<string, string>;
          const isLong = isLongStatement(text);
          if (isLong) allowSilence(connection, longMs);
          const { rows, rowCount } = await queryAs<never>(
            connection,
            isLong ? { ...caller, statement_timeout: String(longMs) } : caller,
            {
              text,
              name,
              values,
              rowMode: arrayMode ? 'array' : undefined,
            },
          );
          return { rows, rowCount, notices: [] };
        } catch (error) {
          if (!isRefused(error)) broken = error as Error;
          throw error;
        } finally {
          connection.release(broken);
        }
      },
      withTransaction: (work) =>
        withTransactionClient(settings, (client) => client.withTransaction(work)),
    };
    return await callback(client as NodePostgresPgClient);
  };
}

/**
 * The database refused this statement, and takes the next. After any other failure the connection is at its end
 * (its closing may still be on the way), or pg's word for what is prepared on it no longer holds.
 */
function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P|25P0[34])/.test(error.code ?? '');
}

/** Anybody may write a query, so what is prepared for them has an end. */
async function keepPrepared(client: pg.PoolClient, name: string): Promise<void> {
  const connection = connectionOf(client);
  const known = prepared.get(connection) ?? statementsOf(connection);
  prepared.set(connection, known);
  if (!known.names.get(name)) known.names.set(name, true);
  for (const old of known.forgotten.splice(0)) {
    await client.query(`deallocate ${client.escapeIdentifier(old)}`);
    delete connection.parsedStatements[old];
  }
}

function statementsOf({ parsedStatements }: ReturnType<typeof connectionOf>) {
  const forgotten: string[] = [];
  const names = new LRU<string, true>({
    maxLength: mostStatements,
    dispose: (old) => old in parsedStatements && forgotten.push(old),
  });
  return { names, forgotten };
}
