import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';
import { isShuttingDown } from './shutdown.ts';
import { withTimeout } from './timeout.ts';

/** Resolves when the dependency answers; throws when it does not. */
export type HealthCheck = () => Promise<unknown>;

/**
 * By name of the dependency. `isOptional`: without it something is missing, but whoever is sent here is
 * still served, so the process stays in rotation: all its siblings miss the same thing.
 */
export type HealthChecks = Record<
  string,
  HealthCheck | { check: HealthCheck; isOptional: boolean }
>;

export type Readiness = {
  /** `degraded`: serves, without an optional dependency. */
  status: 'ready' | 'degraded' | 'unready' | 'stopping';
  checks: Record<string, { ok: boolean; ms: number; isOptional?: true; error?: string }>;
};

/** A probe usually gives up after 5 s; a dependency that needs 2 s is not ready for customers either. */
const checkTimeoutMs = 2_000;

/** Asks all dependencies side by side. Reasons are short and hold no address or secret. */
export async function readiness(
  checks: HealthChecks,
  timeoutMs = checkTimeoutMs,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, given]) => {
      const { check, isOptional } =
        typeof given === 'function' ? { check: given, isOptional: false } : given;
      const optional = isOptional ? { isOptional: true as const } : {};
      const started = performance.now();
      const took = () => Math.round(performance.now() - started);
      try {
        await withTimeout(name, timeoutMs, check);
        return [name, { ok: true, ms: took(), ...optional }] as const;
      } catch (err) {
        return [name, { ok: false, ms: took(), ...optional, error: reason(err) }] as const;
      }
    }),
  );
  const missing = results.map(([, result]) => result).filter(({ ok }) => !ok);
  return {
    status: isShuttingDown()
      ? 'stopping'
      : missing.length === 0
        ? 'ready'
        : missing.every((result) => 'isOptional' in result)
          ? 'degraded'
          : 'unready',
    checks: Object.fromEntries(results),
  };
}

/** How long a scrape waits for the answers of dependencies; later it tells what was known last. */
const scrapePatienceMs = 200;

/** The same checks as a gauge, asked once per scrape at most and never two at a time. */
function measureDependencies(metrics: Metrics, checks: HealthChecks): void {
  let known: Readiness['checks'] = {};
  let running: Promise<void> | undefined;
  metrics.gauge({
    name: 'foyer_dependency_up',
    help: 'Whether what this process stands on answers it: 1 or 0.',
    labelNames: ['dependency'],
    async collect() {
      running ??= readiness(checks).then((result) => {
        known = result.checks;
        running = undefined;
      });
      await withTimeout('dependencies', scrapePatienceMs, () => running as Promise<void>).catch(
        () => {},
      );
      for (const [dependency, { ok }] of Object.entries(known))
        this.set({ dependency }, ok ? 1 : 0);
    },
  });
}

function reason(err: unknown): string {
  if (!(err instanceof Error)) return 'failed';
  const { code } = err as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : err.name;
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

function handlers(checks: HealthChecks, metrics?: Metrics): Record<string, Handler> {
  const json = (res: ServerResponse, status: number, body: unknown) => {
    res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    res.end(JSON.stringify(body));
  };
  const failed = (res: ServerResponse) => json(res, 500, { status: 'failed' });
  if (metrics) measureDependencies(metrics, checks);
  return {
    '/health/live': (_req, res) => json(res, 200, { status: 'live' }),
    '/health/ready': (_req, res) => {
      readiness(checks).then(
        ({ status, checks }) =>
          json(res, status === 'ready' || status === 'degraded' ? 200 : 503, { status, checks }),
        () => failed(res),
      );
    },
    ...(metrics && {
      '/metrics': (_req, res) => {
        metrics.render().then(
          (text) => {
            res.writeHead(200, { 'content-type': metrics.contentType });
            res.end(text);
          },
          () => failed(res),
        );
      },
    }),
  };
}

/** Adds GET /health/live, /health/ready and (with metrics) /metrics to an Express-like app. */
export function installHealth(
  app: { get(path: string, handler: Handler): unknown },
  checks: HealthChecks,
  metrics?: Metrics,
): void {
  for (const [path, handler] of Object.entries(handlers(checks, metrics))) app.get(path, handler);
}

/** The same three addresses as a server of their own, for a process that serves nothing else. */
export async function startHealthServer(options: {
  port: number;
  host?: string;
  checks: HealthChecks;
  metrics?: Metrics;
}): Promise<{ server: Server; port: number; stop: () => Promise<void> }> {
  const routes = handlers(options.checks, options.metrics);
  const server = createServer((req, res) => {
    const handler = routes[(req.url ?? '').split('?')[0] ?? ''];
    if (handler && req.method === 'GET') return handler(req, res);
    res.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : options.port,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((err) => (err ? reject(err) : resolve()));
        server.closeAllConnections();
      }),
  };
}
