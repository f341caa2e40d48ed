import 'server-only';
import { serverConfig } from '../config/server.ts';
import { getLocale } from '../i18n/server.tsx';
import { observeApiCall } from '../metrics.ts';
import type { Result } from '../result.ts';
import { operationName, type TypedDocument } from './document.ts';
import { type GraphCredentials, graphqlFetch } from './fetch.ts';

/** A page that waits longer than this is better served by its error state. */
const patienceMs = 8_000;
/** The API or its database is starting again: worth a moment of somebody who reloads a page just then. */
const isRestarting = new Set(['NETWORK', 'UNAVAILABLE']);
const pausesMs = [250, 500, 1_000, 2_000];

/**
 * For server components: the same typed result, over the internal address. The server holds no
 * access token (it lives in the browser's memory), so it asks as anonymous or with a link's token.
 * Pages only read, so what met a restart is asked again.
 */
export async function graphqlServer<TData, TVariables>(
  document: TypedDocument<TData, TVariables>,
  variables: TVariables,
  credentials: GraphCredentials = {},
): Promise<Result<TData>> {
  const { locale } = await getLocale();
  const done = observeApiCall(operationName(document) ?? 'anonymous');
  const endsAt = Date.now() + patienceMs;
  const ask = () =>
    graphqlFetch(document, variables, {
      ...credentials,
      url: `${serverConfig().internalApiUrl}/graphql`,
      timeoutMs: Math.max(1, endsAt - Date.now()),
      locale,
    });
  let result = await ask();
  for (const pauseMs of pausesMs) {
    if (result.ok || !isRestarting.has(result.error.code)) break;
    if (Date.now() + pauseMs > endsAt) break;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    result = await ask();
  }
  done(result.ok ? 'OK' : result.error.code);
  return result;
}
