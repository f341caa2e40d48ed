import type { Metrics } from './metrics.ts';

/** As much of a connection pool (pg.Pool) as is looked at. */
export type MeasuredPool = {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  // biome-ignore lint/suspicious/noExplicitAny: overloaded, with and without a callback; passed through as it comes
  connect: (...given: any[]) => any;
};

/**
 * Who waits for a connection, how many there are, and how long each took to get: the first thing to
 * look at when it gets slow.
 */
export function measurePools(metrics: Metrics, pools: Record<string, MeasuredPool>): void {
  const wait = metrics.histogram({
    name: 'foyer_database_pool_wait_seconds',
    help: 'How long it took to get a connection of the pool; refusals after the timeout count too.',
    labelNames: ['pool'],
  });
  for (const [name, pool] of Object.entries(pools)) timeConnect(pool, wait.labels(name));
  metrics.gauge({
    name: 'foyer_database_pool_connections',
    help: 'Connections of each pool by what they do; "waiting" are requests without one.',
    labelNames: ['pool', 'state'],
    collect() {
      for (const [name, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool: name, state: 'busy' }, totalCount - idleCount);
        this.set({ pool: name, state: 'idle' }, idleCount);
        this.set({ pool: name, state: 'waiting' }, waitingCount);
      }
    },
  });
}

function timeConnect(pool: MeasuredPool, wait: { observe(seconds: number): void }): void {
  const connect = pool.connect.bind(pool);
  pool.connect = (callback?: unknown) => {
    const started = performance.now();
    const measure = () => wait.observe((performance.now() - started) / 1000);
    if (typeof callback === 'function') {
      // `pool.query` comes this way too.
      return connect((...answer: unknown[]) => {
        measure();
        return callback(...answer);
      });
    }
    const connecting: Promise<unknown> = connect();
    connecting.then(measure, measure);
    return connecting;
  };
}
