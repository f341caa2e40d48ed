'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../result.ts';
import { useAuth } from './auth-provider.tsx';
import { signInPath } from './return-path.ts';

/**
 * Shows its children to a signed-in person only; others are sent to the sign-in page and come back
 * afterwards. This is comfort, not protection: the database decides what anyone may see.
 */
export function RequireSignIn({
  children,
  fallback,
  unreachable,
}: {
  children: ReactNode;
  fallback: ReactNode;
  /** Instead, while the server cannot say who this is. */
  unreachable: (failure: Failure, retry: () => void) => ReactNode;
}) {
  const auth = useAuth();
  const { status, recheck } = auth;
  const failure = auth.status === 'anonymous' ? auth.failure : null;
  const [isChecked, setChecked] = useState(false);
  const router = useRouter();
  const pathname = usePathname();
  const search = useSearchParams().toString();

  useEffect(() => {
    if (status !== 'anonymous') return;
    if (!isChecked) {
      // The browser may hold a refresh cookie that our own memory does not know of.
      void recheck().finally(() => setChecked(true));
      return;
    }
    if (!failure) router.replace(signInPath(search ? `${pathname}?${search}` : pathname));
  }, [status, failure, isChecked, recheck, router, pathname, search]);

  if (status === 'signedIn') return children;
  return failure && isChecked ? unreachable(failure, () => void recheck()) : fallback;
}
