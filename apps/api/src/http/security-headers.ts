import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import helmet from 'helmet';

/** Ruru is a page with inline scripts and workers of its own; it holds no data and no cookie reaches it. */
const ruruPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** An API answers data: nothing of it may be run, framed or guessed at. */
const apiPolicy = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

export function installSecurityHeaders(app: Express): void {
  const common = {
    // Images and calendars are shown by the web app, which lives on another origin.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
    // For browsers and plugins that are gone.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    originAgentCluster: false,
  } as const;
  const forApi = headersOf({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: apiPolicy },
  });
  const forRuru = headersOf({
    ...common,
    contentSecurityPolicy: { useDefaults: false, directives: ruruPolicy },
  });
  app.use((req, res, next) => {
    res.setHeaders(req.path.startsWith('/ruru') ? forRuru : forApi);
    next();
  });
}

/** What helmet would set on every answer; it is always the same, so it is asked once. */
function headersOf(options: Parameters<typeof helmet>[0]): Map<string, string> {
  const headers = new Map<string, string>();
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  helmet(options)({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
