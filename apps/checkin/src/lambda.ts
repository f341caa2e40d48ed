import { requestId, requestIdHeader } from '@foyer/runtime';
import { type Composition, compose } from './composition.ts';
import { readEnv } from './env.ts';
import { maxBodyBytes, toResponse } from './http/handle.ts';
import { problems } from './http/problem.ts';

/** The parts of an API Gateway HTTP API event (payload format 2.0) that are used. */
export type ApiGatewayEvent = {
  rawPath: string;
  headers: Record<string, string | undefined>;
  queryStringParameters?: Record<string, string | undefined>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: { http: { method: string; sourceIp: string } };
};

export type ApiGatewayResult = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
};

/** Made once per execution environment and kept between calls. */
let composition: Composition | undefined;

/**
 * The check-in service on AWS Lambda. It decides scans; a long-running server beside it drains the
 * streams and keeps Redis in step, because a function sleeps between calls. CORS is API Gateway's.
 */
export async function handler(event: ApiGatewayEvent): Promise<ApiGatewayResult> {
  composition ??= compose(readEnv());
  return await answer(composition, event);
}

export async function answer(
  { handle, logger, redis }: Pick<Composition, 'handle' | 'logger' | 'redis'>,
  event: ApiGatewayEvent,
): Promise<ApiGatewayResult> {
  const id = requestId(event.headers[requestIdHeader]);
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  await connected(redis);
  const response = await (async () => {
    try {
      if (Buffer.byteLength(text) > maxBodyBytes(event.rawPath)) throw problems.tooLarge();
      return await handle({
        method: event.requestContext.http.method,
        path: event.rawPath,
        query: event.queryStringParameters ?? {},
        authorization: event.headers.authorization,
        body: text === '' ? undefined : parseJson(text),
        ip: event.requestContext.http.sourceIp,
        requestId: id,
      });
    } catch (error) {
      return toResponse(error, id, logger);
    }
  })();
  return {
    statusCode: response.status,
    headers: { 'content-type': 'application/json', [requestIdHeader]: id, ...response.headers },
    body: JSON.stringify(response.body),
  };
}

/** A cold start or a thaw waits a moment for Redis instead of sending the first scan away. */
async function connected(redis: Composition['redis']): Promise<void> {
  for (let waited = 0; redis.epoch() === null && waited < 1_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problems.invalid('The body is not JSON.');
  }
}
