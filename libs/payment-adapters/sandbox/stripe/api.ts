import { setTimeout as wait } from 'node:timers/promises';
import express, { type Request, type Response, Router } from 'express';
import type { ApiFault, Faults } from '../faults.ts';
import type { Store } from '../store.ts';
import { ApiError, internalError, invalidRequest, rateLimited } from './errors.ts';
import type { Idempotency, StoredAnswer } from './idempotency.ts';
import { newId } from './ids.ts';
import type { StripeObject } from './objects.ts';
import {
  cancelIntentParams,
  createRefundParams,
  createSessionParams,
  expandOnly,
  listParams,
  readParams,
} from './params.ts';
import type { StripeWorld } from './world.ts';

/** How long a scripted timeout stays silent: longer than any client of ours waits. */
const silenceMs = 120_000;

type Operation = (id: string, params: unknown) => unknown;

/** The `/v1` that the SDK talks to. */
export function createStripeApi(parts: {
  world: StripeWorld;
  store: Store;
  idempotency: Idempotency;
  faults: Faults;
  secretKey: string;
  apiVersion: string;
}): Router {
  const { world, idempotency, faults, secretKey } = parts;
  const router = Router();
  router.use(express.urlencoded({ extended: true, limit: '256kb' }));

  const show = (object: StripeObject, expand: string[]) => expanded(world, object, expand);
  const list = (
    url: string,
    every: StripeObject[],
    params: { limit: number; starting_after?: string; created?: { gte: number }; expand: string[] },
  ) => {
    const since = params.created?.gte ?? 0;
    const all = every.filter(({ created }) => created >= since);
    const from = params.starting_after
      ? all.findIndex(({ id }) => id === params.starting_after) + 1
      : 0;
    const page = all.slice(from, from + params.limit);
    const expand = params.expand.flatMap((path) =>
      path.startsWith('data.') ? [path.slice(5)] : [],
    );
    return {
      object: 'list',
      url,
      has_more: from + page.length < all.length,
      data: page.map((object) => show(object, expand)),
    };
  };

  const routes: [method: 'GET' | 'POST', path: string, operation: Operation][] = [
    [
      'POST',
      '/checkout/sessions',
      (_id, given) => {
        const params = readParams(createSessionParams, given);
        return show(world.createSession(params), params.expand);
      },
    ],
    [
      'GET',
      '/checkout/sessions',
      (_id, given) => {
        const params = readParams(listParams.omit({ charge: true }), given);
        const id = params.payment_intent && world.sessionIdOfIntent(params.payment_intent);
        const found = params.payment_intent
          ? id
            ? [world.session(id)]
            : []
          : world.sessions().reverse();
        return list('/v1/checkout/sessions', found, params);
      },
    ],
    [
      'GET',
      '/checkout/sessions/:id',
      (id, given) => show(world.session(id), readParams(expandOnly, given).expand),
    ],
    [
      'POST',
      '/checkout/sessions/:id/expire',
      (id, given) => {
        const { expand } = readParams(expandOnly, given);
        return show(world.expireSession(id), expand);
      },
    ],
    [
      'GET',
      '/payment_intents/:id',
      (id, given) => show(world.intent(id), readParams(expandOnly, given).expand),
    ],
    [
      'POST',
      '/payment_intents/:id/cancel',
      (id, given) => {
        readParams(cancelIntentParams, given);
        return world.cancelIntent(id);
      },
    ],
    [
      'GET',
      '/charges',
      (_id, given) => {
        const params = readParams(listParams.omit({ charge: true, payment_intent: true }), given);
        return list('/v1/charges', world.charges().reverse(), params);
      },
    ],
    [
      'GET',
      '/charges/:id',
      (id, given) => show(world.charge(id), readParams(expandOnly, given).expand),
    ],
    [
      'POST',
      '/refunds',
      (_id, given) => {
        const params = readParams(createRefundParams, given);
        return show(world.createRefund(params), params.expand);
      },
    ],
    [
      'GET',
      '/refunds',
      (_id, given) => {
        const params = readParams(listParams, given);
        return list('/v1/refunds', world.refundsOf(params), params);
      },
    ],
    [
      'GET',
      '/refunds/:id',
      (id, given) => show(world.refund(id), readParams(expandOnly, given).expand),
    ],
  ];

  for (const [method, path, operation] of routes) {
    const serve = (req: Request, res: Response) => answer(req, res, operation);
    if (method === 'GET') router.get(path, serve);
    else router.post(path, serve);
  }
  router.use((req: Request, res: Response) =>
    answer(req, res, () => {
      throw new ApiError(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${req.method}: ${req.originalUrl.split('?')[0]}). The test gateway speaks only the part of Stripe's API that Foyer uses.`,
      });
    }),
  );

  async function answer(req: Request, res: Response, operation: Operation): Promise<void> {
    const requestId = newId('req_', 14);
    res.set({ 'request-id': requestId, 'stripe-version': parts.apiVersion });
    const path = req.originalUrl.split('?')[0] ?? '';
    const key = req.method === 'POST' ? req.get('idempotency-key') : undefined;
    if (key) res.set('idempotency-key', key);
    const { delayMs, fault } = faults.forRequest(`${req.method} ${path}`);
    try {
      refuseStranger(req, secretKey);
      if (key && key.length > 255)
        throw invalidRequest('Idempotency keys are at most 255 characters.');
      if (fault === 'errorBefore') throw internalError();
      if (fault === 'rateLimited') throw rateLimited();
      if (fault === 'timeoutBefore') return await silence(res);
      const stored = key ? idempotency.begin(key, path, req.body) : null;
      if (stored) {
        res.set({ 'idempotent-replayed': 'true', 'original-request': stored.requestId });
        return send(res, stored);
      }
      const result = await run(req, operation, { key, path, requestId, delayMs, fault });
      if (fault === 'timeoutAfter') return await silence(res);
      send(res, result);
    } catch (err) {
      if (!(err instanceof ApiError)) throw err;
      send(res, answerOf(err));
    }
  }

  async function run(
    req: Request,
    operation: Operation,
    how: { key?: string; path: string; requestId: string; delayMs: number; fault: ApiFault | null },
  ): Promise<StoredAnswer> {
    const { key, path, requestId } = how;
    const params: unknown = req.method === 'POST' ? req.body : req.query;
    try {
      if (how.delayMs > 0) await wait(how.delayMs, undefined, { ref: false });
      // What is changed and what is answered, in one piece.
      return parts.store.together(() => {
        const body = structuredClone(operation(String(req.params.id ?? ''), params));
        const result =
          how.fault === 'errorAfter' ? answerOf(internalError()) : { status: 200, body };
        if (key) idempotency.finish(key, path, params, requestId, result);
        return result;
      });
    } catch (err) {
      if (key && err instanceof ApiError && !err.isAboutParams)
        idempotency.finish(key, path, params, requestId, answerOf(err));
      // Nothing began, so nothing is stored and the key stays free.
      else if (key) idempotency.abandon(key);
      throw err;
    }
  }

  /** The client must give up first. */
  async function silence(res: Response): Promise<void> {
    const closed = new Promise<void>((resolve) => res.once('close', resolve));
    await Promise.race([closed, wait(silenceMs, undefined, { ref: false })]);
    res.destroy();
  }

  return router;
}

const answerOf = ({ status, body }: ApiError): StoredAnswer => ({ status, body });

function send(res: Response, { status, body }: StoredAnswer): void {
  res.status(status).json(body);
}

function refuseStranger(req: Request, secretKey: string): void {
  const [scheme, value = ''] = (req.get('authorization') ?? '').split(' ');
  const key = scheme === 'Basic' ? Buffer.from(value, 'base64').toString().split(':')[0] : value;
  if (!key)
    throw new ApiError(401, {
      type: 'invalid_request_error',
      message:
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    });
  if (key !== secretKey)
    throw new ApiError(401, {
      type: 'invalid_request_error',
      code: 'api_key_invalid',
      message: `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`,
    });
}

/** `expand[]=payment_intent.latest_charge`: replaces ids by the objects they name. */
function expanded(world: StripeWorld, object: StripeObject, paths: string[]): unknown {
  const copy: Record<string, unknown> = { ...object };
  const byField = Map.groupBy(paths, (path) => path.split('.')[0] ?? '');
  for (const [field, fieldPaths] of byField) {
    const id = copy[field];
    const load = loaders[field];
    if (!load)
      throw invalidRequest(`This property cannot be expanded (${field}).`, { param: 'expand' });
    if (typeof id !== 'string') continue;
    const inner = fieldPaths.flatMap((path) =>
      path.includes('.') ? [path.slice(field.length + 1)] : [],
    );
    copy[field] = expanded(world, load(world, id), inner);
  }
  return copy;
}

const loaders: Record<string, (world: StripeWorld, id: string) => StripeObject> = {
  payment_intent: (world, id) => world.intent(id),
  latest_charge: (world, id) => world.charge(id),
  charge: (world, id) => world.charge(id),
};
