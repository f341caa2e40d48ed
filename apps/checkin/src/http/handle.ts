import { foyerError, isUnavailable } from '@foyer/db';
import type { Logger } from '@foyer/runtime';
import { offlineScansRequest, scanRequest } from '@foyer/types';
import { z } from 'zod';
import type { CheckinMetrics } from '../metrics.ts';
import { type DeviceIdentity, readDeviceToken } from '../scan/device-token.ts';
import type { CheckinService } from '../service/service.ts';
import { networkOf } from './network.ts';
import { Problem, problems } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';

/** A request without its transport: Express and API Gateway both reduce to this. */
export type DoorRequest = {
  method: string;
  path: string;
  query: Record<string, unknown>;
  authorization: string | undefined;
  /** Parsed JSON; undefined when there was none. */
  body: unknown;
  ip: string;
  requestId: string;
};

export type DoorResponse = { status: number; headers: Record<string, string>; body: unknown };

/** Everything the service answers, besides health and metrics. */
export const doorRoutes = [
  'POST /pair',
  'POST /scans',
  'POST /scans/:id/undo',
  'GET /guests',
  'POST /sign-off',
  'GET /event',
  'GET /offline-list',
  'POST /offline-scans',
] as const;
type DoorRoute = (typeof doorRoutes)[number];

export const MAX_BODY_BYTES = 4096;
/** As many scans as one request takes, each as large as it may be. */
const MAX_OFFLINE_BODY_BYTES = 80 * 1024;
export const OFFLINE_SCANS_PATH = '/offline-scans';

export function maxBodyBytes(path: string): number {
  return path === OFFLINE_SCANS_PATH ? MAX_OFFLINE_BODY_BYTES : MAX_BODY_BYTES;
}

/** A person with a scanner makes 1 or 2 a second; retries and the counts come on top. */
const DEVICE_LIMIT = { perSecond: 30, burst: 60 };
/** Codes have 40 random bits and live 15 minutes. A whole crew may pair its phones behind one address. */
const PAIRING_LIMIT = { perSecond: 1, burst: 30 };
/**
 * What PostgreSQL is asked about devices that Redis does not know, for one network: as many as an event may have come at
 * once when Redis has lost its memory.
 */
const UNPROVEN_LIMIT = { perSecond: 50, burst: 500 };

const pairRequest = z.object({ code: z.string().trim().min(1).max(64) });
const scanId = z.uuid();
const guestQuery = z.object({ query: z.string().trim().min(2).max(100) });

/** What the phone holds for when it has no network, told with each look at the event. */
const heldList = z.object({
  list: z.string().max(100).optional(),
  waiting: z.coerce.number().int().min(0).max(1_000_000),
});
const listQuestion = z.object({
  version: z.string().max(100).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});

const NO_STORE = { 'cache-control': 'no-store' };

export function createHandler(deps: {
  service: CheckinService;
  metrics: CheckinMetrics;
  logger: Logger;
}): (request: DoorRequest) => Promise<DoorResponse> {
  const { service, metrics, logger } = deps;
  const perDevice = createRateLimit(DEVICE_LIMIT);
  const pairings = createRateLimit(PAIRING_LIMIT);
  const unproven = createRateLimit(UNPROVEN_LIMIT);

  function device(request: DoorRequest): DeviceIdentity {
    const identity = readDeviceToken(request.authorization);
    if (identity === null) throw problems.unauthorized();
    const wait = perDevice(identity.tokenHash);
    if (wait > 0) throw problems.rateLimited(wait);
    return { ...identity, mayAsk: () => unproven(networkOf(request.ip)) === 0 };
  }

  async function pair(request: DoorRequest): Promise<unknown> {
    const wait = pairings(networkOf(request.ip));
    if (wait > 0) throw problems.rateLimited(wait);
    const { code } = parse(pairRequest, request.body);
    const pairing = await service.pair(code);
    if (pairing === null) {
      throw new Problem(400, 'TOKEN_INVALID', 'This pairing code is wrong, used or too old.', {
        hint: 'Codes work once, for 15 minutes. Ask the organizer for a new one.',
      });
    }
    return pairing;
  }

  async function scan(request: DoorRequest): Promise<unknown> {
    const end = metrics.scanSeconds.startTimer();
    let label = 'failed';
    try {
      const identity = device(request);
      const result = await service.scan(identity, parse(scanRequest, request.body));
      label = result.outcome === 'answered' ? result.answer.verdict : result.outcome;
      switch (result.outcome) {
        case 'answered':
          return result.answer;
        case 'unauthorized':
          throw problems.unauthorized();
        case 'unknown_gate':
          throw problems.invalid('gateId: there is no such gate at this event.');
        case 'not_ready':
          throw problems.notReady();
      }
    } finally {
      end({ verdict: label });
    }
  }

  async function undo(request: DoorRequest, id: string): Promise<unknown> {
    const identity = device(request);
    const outcome = await service.undo(identity, parse(scanId, id));
    switch (outcome) {
      case 'undone':
        return { outcome };
      case 'not_admitted':
        throw new Problem(409, 'INVALID_STATE', 'This scan admitted nobody.');
      case 'forbidden':
        throw problems.forbidden();
      case 'unauthorized':
        throw problems.unauthorized();
      case 'not_ready':
        throw problems.notReady();
    }
  }

  async function guests(request: DoorRequest): Promise<unknown> {
    const identity = device(request);
    const { query } = parse(guestQuery, request.query);
    const result = await service.guests(identity, query);
    if (result.outcome === 'unauthorized') throw problems.unauthorized();
    if (result.outcome === 'not_ready') throw problems.notReady();
    if (result.outcome === 'overtaken') throw problems.rateLimited(1);
    return { guests: result.guests };
  }

  async function signOff(request: DoorRequest): Promise<unknown> {
    const identity = device(request);
    if (!identity.mayAsk()) throw problems.rateLimited(1);
    if (!(await service.signOff(identity))) throw problems.unauthorized();
    return { outcome: 'signed_off' };
  }

  async function watch(request: DoorRequest): Promise<unknown> {
    const identity = device(request);
    const held = request.query.waiting === undefined ? null : parse(heldList, request.query);
    const result = await service.watch(
      identity,
      held ? { listVersion: held.list, waitingCount: held.waiting } : undefined,
    );
    if (result.outcome === 'unauthorized') throw problems.unauthorized();
    if (result.outcome === 'not_ready') throw problems.notReady();
    const { outcome: _, ...body } = result;
    return body;
  }

  async function offlineList(request: DoorRequest): Promise<unknown> {
    const identity = device(request);
    const result = await service.offlineList(identity, parse(listQuestion, request.query));
    if (result.outcome === 'unauthorized') throw problems.unauthorized();
    if (result.outcome === 'not_ready') throw problems.notReady();
    return result.page;
  }

  async function offlineScans(request: DoorRequest): Promise<unknown> {
    const identity = device(request);
    const result = await service.recordOffline(identity, parse(offlineScansRequest, request.body));
    if (result.outcome === 'unauthorized') throw problems.unauthorized();
    if (result.outcome === 'not_ready') throw problems.notReady();
    return { scans: result.answers };
  }

  const routes: Record<DoorRoute, (request: DoorRequest, id: string) => Promise<unknown>> = {
    'POST /pair': pair,
    'POST /scans': scan,
    'POST /scans/:id/undo': undo,
    'GET /guests': guests,
    'POST /sign-off': signOff,
    'GET /event': watch,
    'GET /offline-list': offlineList,
    'POST /offline-scans': offlineScans,
  };

  function find(request: DoorRequest): { name: DoorRoute; id: string } | null {
    const id = /^\/scans\/([^/]+)\/undo$/.exec(request.path)?.[1];
    const asked = `${request.method} ${id ? '/scans/:id/undo' : request.path}`;
    const name = doorRoutes.find((route) => route === asked);
    return name ? { name, id: id ?? '' } : null;
  }

  return async (request) => {
    const end = metrics.requestSeconds.startTimer();
    const found = find(request);
    let response: DoorResponse;
    try {
      if (!found) throw problems.notFound();
      const body = await routes[found.name](request, found.id);
      response = { status: 200, headers: NO_STORE, body };
    } catch (error) {
      response = toResponse(error, request.requestId, logger);
    }
    // The route's pattern, never the path: ids would make a time series each.
    const [method = '', route = ''] = found ? found.name.split(' ') : ['', 'other'];
    end({ method, route, status: String(response.status) });
    return response;
  };
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw problems.invalid(`${path ? `${path}: ` : ''}${issue?.message ?? 'not readable'}`);
}

/** Expected problems are told; anything else is logged under the request id and masked. */
export function toResponse(error: unknown, requestId: string, logger: Logger): DoorResponse {
  const problem = toProblem(error, requestId, logger);
  return {
    status: problem.status,
    headers: {
      ...NO_STORE,
      ...(problem.retryAfterSeconds && { 'retry-after': String(problem.retryAfterSeconds) }),
    },
    body: {
      error: { code: problem.code, message: problem.message, hint: problem.hint, requestId },
    },
  };
}

function toProblem(error: unknown, requestId: string, logger: Logger): Problem {
  if (error instanceof Problem) return error;
  const known = foyerError(error);
  if (known) return new Problem(400, known.code, known.message, { hint: known.hint });
  // Nothing was decided, so asking again is right.
  if (isUnavailable(error) || isRedisUnavailable(error)) {
    logger.warn({ err: error, requestId }, 'a store did not answer');
    return problems.notReady();
  }
  logger.error({ err: error, requestId }, 'request failed');
  return problems.internal();
}

/** Redis is away or takes nothing. */
function isRedisUnavailable(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'MaxRetriesPerRequestError' ||
      /Connection is closed|Command timed out|Stream isn't writeable|LOADING|MASTERDOWN|READONLY|OOM|MISCONF|NOREPLICAS|BUSY|CLUSTERDOWN|TRYAGAIN/.test(
        error.message,
      ))
  );
}
