'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useAuth } from './auth-provider.tsx';
import { signInPath } from './return-path.ts';

/**
 * Shows its children to a signed-in person only; others are sent to the sign-in page and come back
 * afterwards. This is comfort, not protection: the database decides what anyone may see.
 */
export function RequireSignIn({
  children,
  fallback,
}: {
  children: ReactNode;
  fallback: ReactNode;
}) {
  const { status, recheck } = useAuth();
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
    router.replace(signInPath(search ? `${pathname}?${search}` : pathname));
  }, [status, isChecked, recheck, router, pathname, search]);

  return status === 'signedIn' ? children : fallback;
}
