import type pg from 'pg';

type Pipeline = { client: Promise<pg.PoolClient>; underWay: number; error?: Error };

/** Sends a query of `lane`, behind those of the lane that are under way. */
export type SendDown = <Row extends pg.QueryResultRow>(
  lane: string,
  query: pg.QueryConfig,
) => Promise<pg.QueryResult<Row>>;

/**
 * Each lane has a connection of the pool to itself while queries of it are under way. They are sent as they
 * come and answered in that order, each in a transaction of its own: one that fails fails alone, a lost
 * connection fails all that are on it. After an error nothing more is sent down it: it may be the last word
 * of a server that goes.
 * @param pool of `createPool`; where it is not pipelined, a lane may have one query under way at a time
 */
export function createPipelines(pool: pg.Pool): SendDown {
  const pipelines = new Map<string, Pipeline>();
  const forget = (lane: string, pipeline: Pipeline) => {
    if (pipelines.get(lane) === pipeline) pipelines.delete(lane);
  };
  return async (lane, query) => {
    const pipeline = pipelines.get(lane) ?? { client: pool.connect(), underWay: 0 };
    pipelines.set(lane, pipeline);
    pipeline.underWay += 1;
    try {
      const client = await pipeline.client;
      return await client.query(query);
    } catch (error) {
      pipeline.error = error as Error;
      forget(lane, pipeline);
      throw error;
    } finally {
      pipeline.underWay -= 1;
      if (pipeline.underWay === 0) {
        forget(lane, pipeline);
        // As `pool.query` does: after an error the connection is closed, not lent again.
        pipeline.client.then(
          (client) => client.release(pipeline.error),
          () => {},
        );
      }
    }
  };
}
