import type pg from 'pg';

type Pipeline = { client: Promise<pg.PoolClient>; underWay: number; broken?: Error };

/** Sends a query of `lane`, behind those of the lane that are under way. */
export type SendDown = <Row extends pg.QueryResultRow>(
  lane: string,
  query: pg.QueryConfig,
) => Promise<pg.QueryResult<Row>>;

/**
 * Each lane has a connection of the pool to itself while queries of it are under way. They are sent as they
 * come and answered in that order, each in a transaction of its own: one that fails fails alone, a lost
 * connection fails all that are on it. The pool's connections must be pipelined.
 */
export function createPipelines(pool: pg.Pool): SendDown {
  const pipelines = new Map<string, Pipeline>();
  return async (lane, query) => {
    const pipeline = pipelines.get(lane) ?? { client: pool.connect(), underWay: 0 };
    pipelines.set(lane, pipeline);
    pipeline.underWay += 1;
    try {
      const client = await pipeline.client;
      return await client.query(query);
    } catch (error) {
      pipeline.broken = error as Error;
      throw error;
    } finally {
      pipeline.underWay -= 1;
      if (pipeline.underWay === 0) {
        pipelines.delete(lane);
        // As `pool.query` does: after an error the connection is closed, not lent again.
        pipeline.client.then(
          (client) => client.release(pipeline.broken),
          () => {},
        );
      }
    }
  };
}
