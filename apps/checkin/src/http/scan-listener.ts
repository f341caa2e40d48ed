import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { requestId, requestIdHeader } from '@foyer/runtime';
import helmet from 'helmet';
import type { AppDependencies } from './app.ts';
import { type DoorResponse, MAX_BODY_BYTES, toResponse } from './handle.ts';
import { problems } from './problem.ts';

const PATH = '/scans';

/**
 * Answers `POST /scans` by itself and leaves everything else to `otherwise`, the Express app. A scan is
 * what a door does all day, and the way through a dozen middlewares cost it more than being decided.
 * What a client sees is the same on either way.
 */
export function createScanListener(
  deps: Pick<AppDependencies, 'handle' | 'logger' | 'publicWebUrl'>,
  corsHeaders: Record<string, string>,
  addressOf: (req: IncomingMessage) => string,
  otherwise: RequestListener,
): RequestListener {
  const fixed = { ...securityHeaders(), ...corsHeaders };

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const began = performance.now();
    const id = requestId(req.headers[requestIdHeader]);
    const response = await respond(req, id);
    if (response === null) return;
    const body = JSON.stringify(response.body);
    res.writeHead(response.status, {
      ...fixed,
      ...response.headers,
      [requestIdHeader]: id,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    res.end(body);
    deps.logger.info(
      {
        requestId: id,
        method: 'POST',
        path: PATH,
        status: response.status,
        ms: Math.round((performance.now() - began) * 10) / 10,
      },
      'request',
    );
  }

  /** @returns null when the client went away before it had said everything */
  async function respond(req: IncomingMessage, id: string): Promise<DoorResponse | null> {
    const text = await readBody(req);
    if (text === null) return null;
    if (text === 'too large') return toResponse(problems.tooLarge(), id, deps.logger);
    let body: unknown;
    try {
      body = text === '' ? undefined : JSON.parse(text);
    } catch {
      return toResponse(problems.invalid('The body is not JSON.'), id, deps.logger);
    }
    return await deps.handle({
      method: 'POST',
      path: PATH,
      query: {},
      authorization: req.headers.authorization,
      body,
      get ip() {
        return addressOf(req);
      },
      requestId: id,
    });
  }

  return (req, res) => {
    const isPlain = req.method === 'POST' && req.url === PATH && !req.headers['content-encoding'];
    if (!isPlain) return otherwise(req, res);
    answer(req, res).catch((err: unknown) => {
      deps.logger.error({ err }, 'a scan could not be answered');
      res.destroy();
    });
  };
}

function readBody(req: IncomingMessage): Promise<string | 'too large' | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    req.once('end', () =>
      resolve(
        length > MAX_BODY_BYTES
          ? 'too large'
          : ((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString('utf8') ?? ''),
      ),
    );
    req.once('close', () => resolve(null));
  });
}

/** What helmet sets for everybody, asked once. */
function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name] = value;
    },
    removeHeader: () => {},
  };
  helmet()({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}
