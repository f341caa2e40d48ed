import { createMetrics } from '@foyer/runtime';

export type CheckinMetrics = ReturnType<typeof createCheckinMetrics>;

export function createCheckinMetrics() {
  const metrics = createMetrics('checkin');
  return {
    metrics,
    scanSeconds: metrics.histogram({
      name: 'foyer_checkin_scan_seconds',
      help: 'From the request to its verdict, by verdict',
      labelNames: ['verdict'],
    }),
    drainLagSeconds: metrics.gauge({
      name: 'foyer_checkin_drain_lag_seconds',
      help: 'Age of the oldest decision that PostgreSQL has not recorded; what losing Redis now could lose',
    }),
    drainWaiting: metrics.gauge({
      name: 'foyer_checkin_drain_waiting_entries',
      help: 'Decisions that PostgreSQL has not recorded',
    }),
    recorded: metrics.counter({
      name: 'foyer_checkin_recorded_total',
      help: 'Decisions recorded in PostgreSQL, by outcome; conflict and poisoned want a look',
      labelNames: ['outcome'],
    }),
    warmSeconds: metrics.histogram({
      name: 'foyer_checkin_warm_seconds',
      help: 'How long it took to make an event ready in Redis',
    }),
    repairs: metrics.counter({
      name: 'foyer_checkin_repaired_tickets_total',
      help: 'Tickets that the periodic comparison with PostgreSQL had to correct',
    }),
  };
}
