import type { IncomingMessage, RequestListener } from 'node:http';
import { installHealth, type Logger, requestId, requestIdHeader } from '@foyer/runtime';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { CheckinMetrics } from '../metrics.ts';
import {
  type DoorRequest,
  type DoorResponse,
  maxBodyBytes,
  OFFLINE_SCANS_PATH,
  toResponse,
} from './handle.ts';
import { Problem, problems } from './problem.ts';
import { createScanListener } from './scan-listener.ts';

export type AppDependencies = {
  handle: (request: DoorRequest) => Promise<DoorResponse>;
  metrics: CheckinMetrics;
  logger: Logger;
  checks: Parameters<typeof installHealth>[1];
  publicWebUrl: string;
};

/** `app` is what answers all but scans. */
export function createApp(deps: AppDependencies): RequestListener & { app: Express } {
  const { origin } = new URL(deps.publicWebUrl);
  const exposed = [requestIdHeader, 'retry-after'];
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // A reverse proxy on the same machine or network tells the caller's address.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(helmet());
  app.use(identify);
  app.use(accessLog(deps.logger));
  installHealth(app, deps.checks, deps.metrics.metrics);
  app.use(
    cors({
      origin,
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type', requestIdHeader],
      exposedHeaders: exposed,
      // Browsers keep the permission, so that a scan is one request and not two.
      maxAge: 7200,
    }),
  );
  for (const path of [OFFLINE_SCANS_PATH, '/']) {
    app.use(path, express.json({ limit: maxBodyBytes(path), type: () => true }));
  }
  app.use(answer(deps));
  app.use(failed(deps.logger));
  const corsHeaders = {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    'access-control-expose-headers': exposed.join(','),
  };
  // As Express tells it, of a request that does not go through it.
  const addressOf = ({ headers, socket }: IncomingMessage): string =>
    Reflect.get(app.request, 'ip', { app, headers, socket }) ?? '';
  return Object.assign(createScanListener(deps, corsHeaders, addressOf, app), { app });
}

const identify: RequestHandler = (req, res, next) => {
  const id = requestId(req.headers[requestIdHeader]);
  res.locals.requestId = id;
  res.setHeader(requestIdHeader, id);
  next();
};

/** Without query (names of guests), headers (tokens) and bodies (tickets). */
function accessLog(logger: Logger): RequestHandler {
  return (req, res, next) => {
    const began = performance.now();
    const { method, path } = req;
    res.on('finish', () => {
      const ms = Math.round((performance.now() - began) * 10) / 10;
      const level = path.startsWith('/health') || path === '/metrics' ? 'debug' : 'info';
      logger[level](
        { requestId: res.locals.requestId, method, path, status: res.statusCode, ms },
        'request',
      );
    });
    next();
  };
}

function answer({ handle }: AppDependencies): RequestHandler {
  return async (req, res) => {
    const response = await handle({
      method: req.method,
      path: req.path,
      query: req.query,
      authorization: req.headers.authorization,
      body: req.body,
      ip: req.ip ?? '',
      requestId: res.locals.requestId,
    });
    res.status(response.status).set(response.headers).json(response.body);
  };
}

/** What goes wrong before a request reaches `handle`: a body that is too large or not JSON. */
function failed(logger: Logger): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    const { type, status } = error as { type?: string; status?: number };
    const problem =
      type === 'entity.too.large'
        ? problems.tooLarge()
        : type === 'entity.parse.failed'
          ? problems.invalid('The body is not JSON.')
          : status !== undefined && status >= 400 && status < 500
            ? new Problem(status, 'INVALID_INPUT', 'The request is not as it should be.')
            : error;
    const response = toResponse(problem, res.locals.requestId, logger);
    res.status(response.status).set(response.headers).json(response.body);
  };
}
