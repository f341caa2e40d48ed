import {
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';
import { withTimeout } from './timeout.ts';

export type { Counter, Gauge, Histogram } from 'prom-client';

type Unregistered<C> = Omit<C, 'registers'>;

export type Metrics = {
  registry: Registry;
  contentType: string;
  /** The Prometheus text exposition of everything registered. */
  render(): Promise<string>;
  counter<L extends string>(config: Unregistered<CounterConfiguration<L>>): Counter<L>;
  gauge<L extends string>(config: Unregistered<GaugeConfiguration<L>>): Gauge<L>;
  histogram<L extends string>(config: Unregistered<HistogramConfiguration<L>>): Histogram<L>;
};

/** A gauge that asks somebody gets this long; a scrape that is late is a scrape that is lost. */
const collectTimeoutMs = 300;

/** Seconds. From the in-memory answer (1 ms) to 10 s; what is slower ends at the statement timeout (15 s). */
export const durationBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** No value at all: `reset` alone would leave a 0 that nobody measured where there are no labels. */
export function leaveOut(gauge: Gauge): void {
  gauge.reset();
  gauge.remove({});
}

/**
 * A registry of its own per service (no global state, so tests can make many), labelled with the
 * service's name and filled with the process metrics. Names: `foyer_<what>_<unit>[_total]`.
 */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const failures = new Counter({
    name: 'foyer_metrics_failed_total',
    help: 'Readings of a gauge that failed or came too late; the gauge is left out then.',
    labelNames: ['metric'],
    registers,
  });
  return {
    registry,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    counter: (config) => new Counter({ ...config, registers }),
    gauge<L extends string>(config: Unregistered<GaugeConfiguration<L>>) {
      const { collect } = config;
      if (!collect) return new Gauge<L>({ ...config, registers });
      // What one gauge asks may be down. The others are needed then more than ever.
      return new Gauge<L>({
        ...config,
        registers,
        async collect() {
          try {
            await withTimeout(config.name, collectTimeoutMs, async () => collect.call(this));
          } catch {
            leaveOut(this);
            failures.inc({ metric: config.name });
          }
        },
      });
    },
    histogram: (config) => new Histogram({ buckets: durationBuckets, ...config, registers }),
  };
}
