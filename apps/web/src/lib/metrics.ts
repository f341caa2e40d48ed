import 'server-only';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Next bundles routes and pages apart; the registry is shared through the process. */
const shared = globalThis as typeof globalThis & {
  foyerMetrics?: { registry: Registry; apiCalls: Histogram<'operation' | 'outcome'> };
};

function metrics() {
  if (!shared.foyerMetrics) {
    const registry = new Registry();
    registry.setDefaultLabels({ service: 'web' });
    collectDefaultMetrics({ register: registry });
    const apiCalls = new Histogram({
      name: 'foyer_web_api_call_seconds',
      help: 'Time a server-rendered page waited for the API, by operation and outcome',
      labelNames: ['operation', 'outcome'] as const,
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8],
      registers: [registry],
    });
    shared.foyerMetrics = { registry, apiCalls };
  }
  return shared.foyerMetrics;
}

/** Starts the clock; the returned function stops it with the outcome's code. */
export function observeApiCall(operation: string): (outcome: string) => void {
  const stop = metrics().apiCalls.startTimer({ operation });
  return (outcome) => void stop({ outcome });
}

export async function renderMetrics(): Promise<{ contentType: string; body: string }> {
  const { registry } = metrics();
  return { contentType: registry.contentType, body: await registry.metrics() };
}
