import type { Logger } from '@foyer/runtime';
import type { ErrorRequestHandler, Express, Request, Response } from 'express';
import { ApiError, toApiError } from './api-error.ts';

/** The last things in the chain: what no route took, and what any of them threw. */
export function installErrors(app: Express, { logger }: { logger: Logger }): void {
  app.use(() => {
    throw new ApiError(404, 'NOT_FOUND', 'There is nothing at this address.');
  });

  const handler: ErrorRequestHandler = (error: unknown, req, res, _next) => {
    // Who left cannot be answered, and what broke by that is not a fault.
    if (res.destroyed || req.socket.destroyed)
      return void logger.debug({ err: error, requestId: req.id }, 'the caller left');
    const known = toApiError(error);
    if (known?.code === 'UNAVAILABLE')
      logger.warn({ err: error, requestId: req.id }, 'the database does not answer');
    if (!known) logger.error({ err: error, requestId: req.id }, 'a request failed');
    if (res.headersSent) {
      // Half an answer must not look like a whole one.
      req.socket.destroy();
      return;
    }
    answer(req, res, known);
  };
  app.use(handler);
}

/** GraphQL clients look for `errors`, REST clients for `error`; both hold the same. */
function answer(req: Request, res: Response, known: ApiError | null): void {
  const code = known?.code ?? 'INTERNAL';
  const message = known?.message ?? 'Something went wrong on our side.';
  const hint =
    known?.hint ?? (known ? undefined : 'Try again; if it stays, tell us the request id.');
  const requestId = req.id;
  if (code === 'UNAVAILABLE') res.set('retry-after', '1');
  res.status(known?.status ?? 500).set('cache-control', 'no-store');
  if (req.path === '/graphql')
    res.json({ errors: [{ message, extensions: { code, hint, requestId } }] });
  else res.json({ error: { code, message, hint, requestId } });
}
