import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';

/** Longer than an integrator's server should take to say that it has it; what it does with it can come after. */
const timeoutMs = 10_000;
/** As long as an endpoint may ask to be left alone. */
const longestPauseSeconds = 24 * 3_600;

/** As `app_public.webhook_failure`. */
export type WebhookFailure =
  | 'answer'
  | 'redirect'
  | 'timeout'
  | 'connection'
  | 'certificate'
  | 'private_address'
  | 'unknown_host';

export type WebhookRequest = {
  url: string;
  /** The delivery: the same over all its attempts. */
  id: string;
  body: string;
  /** `whsec_…`; the first is the present one, others are about to end. */
  secrets: string[];
};

export type WebhookAnswer = {
  httpStatus: number | null;
  /** null when it arrived: any 2xx. */
  failure: WebhookFailure | null;
  retryAfterSeconds: number | null;
};

export type SendWebhook = (request: WebhookRequest, signal: AbortSignal) => Promise<WebhookAnswer>;

/**
 * One attempt, by the rules of Standard Webhooks: signed, answered within ten seconds, redirects not
 * followed. Only the status is read: nothing of what the other side says is kept or shown.
 *
 * @param options.toPrivateNetworks also to addresses that are not on the public internet. Looked at when the
 *   connection is made, so that a name cannot point elsewhere by then (OWASP, server-side request forgery).
 */
export function createWebhookSender(options: { toPrivateNetworks: boolean }): SendWebhook {
  const filter = {
    allowPrivateIPAddress: options.toPrivateNetworks,
    allowMetaIPAddress: options.toPrivateNetworks,
  };
  const plain = new RequestFilteringHttpAgent(filter);
  const secure = new RequestFilteringHttpsAgent(filter);

  return async ({ url, id, body, secrets }, signal) => {
    const now = new Date();
    const signatures = secrets.map((secret) => new Webhook(secret).sign(id, now, body));
    try {
      const isSecure = new URL(url).protocol === 'https:';
      const settings: https.RequestOptions = {
        method: 'POST',
        agent: isSecure ? secure : plain,
        // Names of a private network may stand in a file that only the system reads.
        lookup: options.toPrivateNetworks ? undefined : lookUp,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Foyer-Webhooks/1',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': signatures.join(' '),
        },
      };
      return await new Promise<WebhookAnswer>((resolve, reject) => {
        const request = (isSecure ? https : http).request(url, settings, (response) => {
          resolve(answerOf(response));
          response.destroy();
        });
        request.on('error', reject);
        // A connection can end without either: an "upgrade" that nobody asked for.
        request.on('close', () => reject(new Error('closed without an answer')));
        request.end(body);
      });
    } catch (err) {
      return { httpStatus: null, failure: failureOf(err), retryAfterSeconds: null };
    }
  };
}

const resolver = new dns.promises.Resolver({ timeout: 2_000, tries: 2 });

/** Not by the system: that asks for two names at a time, so whoever's name server is silent would hold up everybody. */
const lookUp: LookupFunction = async (hostname, options, callback) => {
  const [v4, v6] = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const found = [
    ...(v4.status === 'fulfilled' ? v4.value.map((address) => ({ address, family: 4 })) : []),
    ...(v6.status === 'fulfilled' ? v6.value.map((address) => ({ address, family: 6 })) : []),
  ];
  const [first] = found;
  if (!first)
    callback(Object.assign(new Error(`nobody is ${hostname}`), { code: 'ENOTFOUND' }), '');
  else if (options.all) callback(null, found);
  else callback(null, first.address, first.family);
};

function answerOf({ statusCode = 0, headers }: http.IncomingMessage): WebhookAnswer {
  if (statusCode >= 200 && statusCode < 300)
    return { httpStatus: statusCode, failure: null, retryAfterSeconds: null };
  const isBusy = statusCode === 429 || statusCode === 503;
  return {
    httpStatus: statusCode,
    failure: statusCode >= 300 && statusCode < 400 ? 'redirect' : 'answer',
    retryAfterSeconds: isBusy ? secondsUntil(headers['retry-after']) : null,
  };
}

/** `Retry-After` holds seconds or a date (RFC 9110, 10.2.3). */
function secondsUntil(retryAfter: string | undefined): number | null {
  if (!retryAfter) return null;
  const seconds = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - Date.now()) / 1_000;
  if (Number.isNaN(seconds)) return null;
  return Math.min(longestPauseSeconds, Math.max(0, Math.ceil(seconds)));
}

function failureOf(err: unknown): WebhookFailure {
  const { name, code, message } = err as { name?: string; code?: string; message?: string };
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT') return 'timeout';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown_host';
  // The filter's errors have no code.
  if (!code && message?.includes('is not allowed')) return 'private_address';
  if (code && /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/.test(code)) return 'certificate';
  return 'connection';
}
