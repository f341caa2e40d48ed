import { createMetrics } from '@foyer/runtime';

export type CheckinMetrics = ReturnType<typeof createCheckinMetrics>;

export function createCheckinMetrics() {
  const metrics = createMetrics('checkin');
  const recorded = metrics.counter({
    name: 'foyer_checkin_recorded_total',
    help: 'Decisions recorded in PostgreSQL, by outcome; conflict and poisoned want a look',
    labelNames: ['outcome'],
  });
  // From the first scrape on, so that the first one is seen as an increase.
  for (const outcome of ['conflict', 'poisoned']) recorded.inc({ outcome }, 0);
  return {
    metrics,
    requestSeconds: metrics.histogram({
      name: 'foyer_http_request_duration_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'],
    }),
    scanSeconds: metrics.histogram({
      name: 'foyer_checkin_scan_seconds',
      help: 'From the request to its verdict, by verdict',
      labelNames: ['verdict'],
    }),
    recorded,
    offlineScans: metrics.counter({
      name: 'foyer_checkin_offline_scans_total',
      help: 'Scans that phones decided without a network and told later, by what became of them',
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
