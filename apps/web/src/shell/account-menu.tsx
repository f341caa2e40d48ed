'use client';

import dynamic from 'next/dynamic';
import { useAuth } from '@/lib/auth/auth-provider';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { Skeleton } from '@/ui/skeleton';

/** Only people who signed in fetch it. */
const SignedInMenu = dynamic(() => import('./signed-in-menu'), {
  ssr: false,
  loading: () => <Skeleton className="size-11 rounded-full!" />,
});

/** Sign in, or what belongs to the person who is. */
export function AccountMenu() {
  const t = useT();
  const { status, user, signOut } = useAuth();
  if (status === 'loading') return <Skeleton className="size-11 rounded-full!" />;
  if (status === 'anonymous') return <LinkButton href="/sign-in">{t('nav.signIn')}</LinkButton>;
  return <SignedInMenu user={user} onSignOut={() => void signOut()} />;
}
