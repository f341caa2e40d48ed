import { type Logger, type Metrics, requestId, requestIdHeader } from '@foyer/runtime';
import type { Express, Request } from 'express';

/** Gives every request its id, and writes one line and one measurement when it is answered. */
export function installRequestLog(
  app: Express,
  { logger, metrics }: { logger: Logger; metrics: Metrics },
): void {
  const duration = metrics.histogram({
    name: 'foyer_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
  });
  app.use((req, res, next) => {
    req.arrivedAt = performance.now();
    req.id = requestId(req.headers[requestIdHeader]);
    res.setHeader(requestIdHeader, req.id);
    res.once('close', () => {
      const ms = performance.now() - req.arrivedAt;
      const { method } = req;
      const route = routeOf(req);
      duration.observe({ method, route, status: String(res.statusCode) }, ms / 1000);
      const entry = {
        requestId: req.id,
        method,
        route,
        status: res.statusCode,
        ms: Math.round(ms * 10) / 10,
        ...(res.writableFinished ? {} : { aborted: true }),
      };
      // Probes and scrapes would drown the rest; good answers are worth a line only to who asks for it.
      if (res.statusCode >= 500) logger.error(entry, 'request');
      else if (isNoise(req)) logger.trace(entry, 'request');
      else logger.info(entry, 'request');
    });
    next();
  });
}

/** The route's pattern, never the path: ids would make a time series each, and paths can hold secrets. */
function routeOf(req: Request): string {
  const path: unknown = req.route?.path;
  if (typeof path === 'string') return req.baseUrl + path;
  return req.path === '/graphql' || req.path === '/ruru' ? req.path : 'other';
}

function isNoise(req: Request): boolean {
  return req.path.startsWith('/health/') || req.path === '/metrics';
}
