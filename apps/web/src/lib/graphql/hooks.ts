'use client';

import {
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useAuth } from '../auth/auth-provider.tsx';
import { useConfig } from '../config/client.tsx';
import { useLocale } from '../i18n/client.tsx';
import {
  type Failure,
  type FailureCode,
  type FailureError,
  type Result,
  unwrap,
} from '../result.ts';
import { operationName, type TypedDocument } from './document.ts';
import { type GraphCredentials, graphqlFetch } from './fetch.ts';

type LinkCredentials = Pick<GraphCredentials, 'registrationToken' | 'eventLink'>;

/** Asks as whoever the reader is now: signed in if they are, with the link's token if one is given. */
export function useGraphFetch() {
  const { apiUrl } = useConfig();
  const { locale } = useLocale();
  const { getToken } = useAuth();
  return async <TData, TVariables>(
    document: TypedDocument<TData, TVariables>,
    variables: TVariables,
    credentials: LinkCredentials & { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<Result<TData>> => {
    const token = await getToken();
    if (!token.ok) return token;
    return graphqlFetch(document, variables, {
      ...credentials,
      token: token.data,
      url: `${apiUrl}/graphql`,
      locale,
    });
  };
}

/** The key of a query in the cache: pass it to `invalidateQueries` after a change. */
export function graphKey<TVariables>(
  document: TypedDocument<unknown, TVariables>,
  variables?: TVariables,
): readonly unknown[] {
  const name = operationName(document) ?? document.toString();
  return variables === undefined ? ['graph', name] : ['graph', name, variables];
}

export function useGraphQuery<TData, TVariables>(
  document: TypedDocument<TData, TVariables>,
  variables: TVariables,
  {
    registrationToken,
    eventLink,
    ...options
  }: LinkCredentials & Omit<UseQueryOptions<TData, FailureError>, 'queryKey' | 'queryFn'> = {},
): UseQueryResult<TData, FailureError> {
  const fetchGraph = useGraphFetch();
  const { user } = useAuth();
  return useQuery<TData, FailureError>({
    ...options,
    // The viewer is part of the key: what one account may see is never shown to another.
    queryKey: [
      ...graphKey(document, variables),
      { viewer: user?.id ?? null, registrationToken, eventLink },
    ],
    queryFn: async ({ signal }) =>
      unwrap(await fetchGraph(document, variables, { registrationToken, eventLink, signal })),
  });
}

/** Whether it happened is unknown when no answer came, and what is shown is old where it cannot happen any more. */
const looksAgain = new Set<FailureCode>(['NETWORK', 'TIMEOUT', 'UNAVAILABLE', 'INVALID_STATE']);

/**
 * `const save = useGraphMutation(SaveDocument); const result = await save.run({…})`. The result is
 * a value; `pending` is for the button, `failure` for an alert. Never retried.
 */
export function useGraphMutation<TData, TVariables>(
  document: TypedDocument<TData, TVariables>,
  {
    invalidate = [],
    registrationToken,
    eventLink,
    timeoutMs,
  }: LinkCredentials & {
    invalidate?: readonly TypedDocument<unknown, never>[];
    timeoutMs?: number;
  } = {},
) {
  const fetchGraph = useGraphFetch();
  const queryClient = useQueryClient();
  const mutation = useMutation<Result<TData>, Error, TVariables>({
    retry: false,
    mutationFn: (variables) =>
      fetchGraph(document, variables, { registrationToken, eventLink, timeoutMs }),
    onSuccess: async (result) => {
      if (!result.ok && !looksAgain.has(result.error.code)) return;
      const looking = Promise.all(
        invalidate.map((query) => queryClient.invalidateQueries({ queryKey: graphKey(query) })),
      );
      // What went wrong is said at once.
      if (result.ok) await looking;
    },
  });
  const failure: Failure | undefined =
    mutation.data && !mutation.data.ok ? mutation.data.error : undefined;
  return {
    run: (variables: TVariables) => mutation.mutateAsync(variables),
    pending: mutation.isPending,
    failure,
    reset: mutation.reset,
  };
}
