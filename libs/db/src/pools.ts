import type { Socket } from 'node:net';
import pg from 'pg';

// bigint columns are money and counts that fit a double exactly (< 2^53), so they may be numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`);
  return value;
});

export type PoolOptions = {
  /** Shows in pg_stat_activity. */
  applicationName: string;
  max?: number;
  /** Longest a statement may run, in milliseconds; the server cancels it. */
  statementTimeoutMs?: number;
  /** Longest it may wait for one lock, in milliseconds. */
  lockTimeoutMs?: number;
  /**
   * The URL leads to a PgBouncer in transaction mode. Neither a statement's name nor a setting of the
   * session reaches the next transaction there, so neither is used: the timeouts are those of the role.
   */
  isPooled?: boolean;
  /**
   * Queries of a connection are sent at once and wait at the server, not here, for those before them. Not
   * with a PgBouncer: it lends a server for as long as anything is under way, so a crowd would keep it.
   */
  isPipelined?: boolean;
};

/** After the server should have cancelled a statement its word for it may take this long. */
const ANSWER_GRACE_MS = 1_000;

/** A pool for one login role. Holding many connections is slower than few. */
export function createPool(connectionString: string, options: PoolOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 15_000;
  const pool = new pg.Pool({
    connectionString,
    application_name: options.applicationName,
    max: options.max ?? 10,
    pipeline: options.isPipelined ?? false,
    ...(options.isPooled
      ? { Client: UnnamedClient }
      : {
          statement_timeout: statementTimeoutMs,
          // Short of the statement's time, so that it is known what was waited for.
          lock_timeout: Math.min(options.lockTimeoutMs ?? 5_000, statementTimeoutMs),
          idle_in_transaction_session_timeout: 15_000,
        }),
    connectionTimeoutMillis: 5_000,
    // What a connection has planned costs more to do again than it costs to keep: people come in waves.
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // The same for one that breaks while it is lent out; whoever has it hears of it by their query.
  pool.on('connect', (client) => client.on('error', () => {}));
  endWhenSilent(pool, statementTimeoutMs + ANSWER_GRACE_MS);
  return pool;
}

/**
 * A server that is gone without a word cancels nothing, and TCP notices after a quarter of an hour. The
 * connection is then closed, never lent out again: pg's own `query_timeout` would give it back to the
 * pool with the answer, the transaction and the tenant of somebody else still on it.
 *
 * A lent connection is silent for so long only while it is waited for; twice as long where something was
 * sent behind what is waited for.
 */
function endWhenSilent(pool: pg.Pool, silentMs: number): void {
  pool.on('connect', (client) => {
    const stream = streamOf(client);
    stream.on('timeout', () => {
      const silent = new Error(`the database has been silent for ${silentMs} ms`);
      stream.destroy(Object.assign(silent, { code: 'ETIMEDOUT' }));
    });
  });
  pool.on('acquire', (client) => streamOf(client).setTimeout(silentMs));
  pool.on('release', (_error, client) => streamOf(client).setTimeout(0));
}

/** For a statement that takes longer, or a result that is read as slowly as somebody takes it: until it is given back. */
export function allowSilence(client: pg.PoolClient, ms: number): void {
  streamOf(client).setTimeout(ms + ANSWER_GRACE_MS);
}

function streamOf(client: pg.PoolClient): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

/** Sends every statement without its name: the next connection behind a pooler does not know it. */
export class UnnamedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    this.query = ((first: unknown, ...rest: unknown[]) =>
      query(withoutName(first), ...rest)) as typeof this.query;
  }
}

function withoutName(query: unknown): unknown {
  const isNamed =
    typeof query === 'object' && query !== null && 'name' in query && !('submit' in query);
  return isNamed ? { ...query, name: undefined } : query;
}

/** Who asks. Everything absent means: nobody, seeing only what is public. */
export type Claims = {
  userId?: string | null;
  /** From a verified registration link. */
  registrationId?: string | null;
  /** Token of a private event link, as given. */
  eventLink?: string | null;
  requestId?: string | null;
};

/** The transaction-local settings that policies read; the role is never left out. */
export function claimSettings(claims: Claims): Record<string, string> {
  return {
    role: claims.userId ? 'foyer_user' : 'foyer_anonymous',
    'foyer.user_id': claims.userId ?? '',
    'foyer.registration_id': claims.registrationId ?? '',
    'foyer.event_link': claims.eventLink ?? '',
    'foyer.request_id': claims.requestId ?? '',
  };
}

/** Runs `work` in one transaction as the caller that `claims` describe, under row-level security. */
export async function withClaims<T>(
  pool: pg.Pool,
  claims: Claims,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const settings = Object.entries(claimSettings(claims));
    await client.query(
      `select ${settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(', ')}`,
      settings.flat(),
    );
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((e: Error) => {
      broken = e;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
