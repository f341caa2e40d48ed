'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FailureError } from '../result.ts';

/** Only the way to the server is worth a second try; a refusal stays a refusal. */
const worthRetrying = new Set(['NETWORK', 'TIMEOUT', 'INTERNAL', 'UNAVAILABLE']);

export function GraphProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            // Without a network a question fails, and says so, instead of waiting for one without a word.
            networkMode: 'always',
            refetchOnReconnect: true,
            staleTime: 15_000,
            refetchOnWindowFocus: true,
            retry: (count, error) =>
              count < 2 && error instanceof FailureError && worthRetrying.has(error.failure.code),
          },
          mutations: { networkMode: 'always', retry: false },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
