'use client';

import { useRouter } from 'next/navigation';
import { type Failure, FailureError } from '@/lib/result';
import { ErrorState } from '@/ui/states';

/** The rest of the page stands; only the list is asked for again. */
export function ListingFailed({ failure, title }: { failure: Failure; title: string }) {
  const router = useRouter();
  return (
    <ErrorState
      level={3}
      title={title}
      error={new FailureError(failure)}
      onRetry={() => router.refresh()}
    />
  );
}
