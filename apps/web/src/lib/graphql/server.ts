import 'server-only';
import { serverConfig } from '../config/server.ts';
import { getLocale } from '../i18n/server.tsx';
import { observeApiCall } from '../metrics.ts';
import type { Result } from '../result.ts';
import { operationName, type TypedDocument } from './document.ts';
import { type GraphCredentials, graphqlFetch } from './fetch.ts';

/**
 * For server components: the same typed result, over the internal address. The server holds no
 * access token (it lives in the browser's memory), so it asks as anonymous or with a link's token.
 */
export async function graphqlServer<TData, TVariables>(
  document: TypedDocument<TData, TVariables>,
  variables: TVariables,
  credentials: GraphCredentials = {},
): Promise<Result<TData>> {
  const { locale } = await getLocale();
  const done = observeApiCall(operationName(document) ?? 'anonymous');
  const result = await graphqlFetch(document, variables, {
    ...credentials,
    url: `${serverConfig().internalApiUrl}/graphql`,
    // A page that waits longer than this is better served by its error state.
    timeoutMs: 8_000,
    locale,
  });
  done(result.ok ? 'OK' : result.error.code);
  return result;
}
