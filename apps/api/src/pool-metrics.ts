import type { Metrics } from '@foyer/runtime';
import type pg from 'pg';

/** Who waits for a connection, and how many there are: the first thing to look at when it gets slow. */
export function measurePools(metrics: Metrics, pools: Record<string, pg.Pool>): void {
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
