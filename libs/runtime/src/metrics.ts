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

/** Seconds. From the in-memory answer (1 ms) to the statement timeout (10 s). */
export const durationBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A registry of its own per service (no global state, so tests can make many), labelled with the
 * service's name and filled with the process metrics. Names: `foyer_<what>_<unit>[_total]`.
 */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    contentType: registry.contentType,
    render: () => registry.metrics(),
    counter: (config) => new Counter({ ...config, registers }),
    gauge: (config) => new Gauge({ ...config, registers }),
    histogram: (config) => new Histogram({ buckets: durationBuckets, ...config, registers }),
  };
}
