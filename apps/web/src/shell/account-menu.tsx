'use client';

import { CircleUserRound, LayoutDashboard, LogOut, Ticket } from 'lucide-react';
import { useAuth } from '@/lib/auth/auth-provider';
import { useT } from '@/lib/i18n/client';
import { Avatar } from '@/ui/avatar';
import { LinkButton } from '@/ui/button';
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/ui/menu';
import { Skeleton } from '@/ui/skeleton';

/** Sign in, or what belongs to the person who is. */
export function AccountMenu() {
  const t = useT();
  const { status, user, signOut } = useAuth();
  if (status === 'loading') return <Skeleton className="size-11 rounded-full!" />;
  if (status === 'anonymous') {
    return <LinkButton href="/sign-in">{t('nav.signIn')}</LinkButton>;
  }
  const name = user.name || user.email;
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${t('nav.account')}: ${name}`}
          className="flex rounded-full"
        >
          <Avatar name={name} src={user.avatarUrl} />
        </button>
      }
    >
      <MenuLabel>{name}</MenuLabel>
      <MenuLink href="/my/tickets" icon={<Ticket aria-hidden="true" />}>
        {t('nav.myTickets')}
      </MenuLink>
      <MenuLink href="/organize" icon={<LayoutDashboard aria-hidden="true" />}>
        {t('nav.organize')}
      </MenuLink>
      <MenuLink href="/account" icon={<CircleUserRound aria-hidden="true" />}>
        {t('nav.account')}
      </MenuLink>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden="true" />} onSelect={() => void signOut()}>
        {t('nav.signOut')}
      </MenuItem>
    </Menu>
  );
}
