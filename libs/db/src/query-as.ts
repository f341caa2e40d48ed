import pg from 'pg';
import { UnnamedClient } from './pools.ts';

/**
 * One statement as the caller that `settings` describe, in a transaction of its own and in one round trip:
 * what comes before the sync is one transaction (PostgreSQL's manual, 53.2.4, "Pipelining"), so nothing has
 * to be begun or committed, and the settings end with it. Behind a pooler too: it keeps a server
 * connection until the sync.
 * @throws as `client.query` does; what the database refuses is undone, what only cannot be read here is not
 */
export async function queryAs<Row>(
  client: pg.PoolClient,
  settings: Record<string, string>,
  query: pg.QueryConfig & { rowMode?: 'array' },
): Promise<{ rows: Row[]; rowCount: number | null }> {
  const values = [JSON.stringify(Object.entries(settings))];
  const isPooled = client instanceof UnnamedClient;
  const isKnown = settingsStatement.name in connectionOf(client).parsedStatements;
  if (!isPooled && !isKnown) await client.query({ ...settingsStatement, values });
  return await new Promise((resolve, reject) => {
    client.query(
      new QueryAs(
        { ...query, name: isPooled ? undefined : query.name },
        isPooled
          ? { text: settingsStatement.text, values }
          : { name: settingsStatement.name, values },
        (error, result) =>
          error ? reject(error) : resolve(result as { rows: Row[]; rowCount: number | null }),
      ),
    );
  });
}

const settingsStatement = {
  name: 'foyer_settings',
  text: 'select set_config(setting ->> 0, setting ->> 1, true) from json_array_elements($1::json) as setting',
};

/** What of pg's connection is needed to put one statement in front of another. */
type Connection = {
  /** Texts by name, of what this connection has prepared. */
  parsedStatements: Record<string, string>;
  parse(statement: { text: string; name?: string }): void;
  bind(portal: { statement?: string; values: string[] }): void;
  execute(portal: object): void;
};

export function connectionOf(client: pg.PoolClient): Connection {
  return (client as unknown as { connection: Connection }).connection;
}

/** pg declares only the constructor and `submit`. */
const Query = pg.Query as unknown as new (
  config: pg.QueryConfig & { queryMode: 'extended' },
  values: undefined,
  callback: (error: Error | undefined, result: unknown) => void,
) => {
  submit(connection: unknown): void;
  prepare(connection: Connection): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
};

class QueryAs extends Query {
  readonly #settings: { name?: string; text?: string; values: string[] };
  #isSet = false;

  constructor(
    query: pg.QueryConfig,
    settings: { name?: string; text?: string; values: string[] },
    callback: (error: Error | undefined, result: unknown) => void,
  ) {
    super({ ...query, queryMode: 'extended' }, undefined, callback);
    this.#settings = settings;
  }

  /** Called by `submit`, which sends all of it in one piece. */
  override prepare(connection: Connection): void {
    const { name, text, values } = this.#settings;
    if (text) connection.parse({ text });
    connection.bind({ statement: name, values });
    connection.execute({});
    super.prepare(connection);
  }

  override handleDataRow(message: unknown): void {
    if (this.#isSet) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#isSet) super.handleCommandComplete(message, connection);
    this.#isSet = true;
  }
}
