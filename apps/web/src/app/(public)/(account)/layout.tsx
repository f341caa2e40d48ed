import type { ReactNode } from 'react';
import { Messages } from '@/lib/i18n/server';

export default function AccountLayout({ children }: { children: ReactNode }) {
  return <Messages ns="account">{children}</Messages>;
}
