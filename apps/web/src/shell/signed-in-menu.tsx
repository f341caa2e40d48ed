'use client';

import { CircleUserRound, LayoutDashboard, LogOut, Ticket } from 'lucide-react';
import type { AuthUser } from '@/lib/auth/token-store';
import { useT } from '@/lib/i18n/client';
import { Avatar } from '@/ui/avatar';
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from '@/ui/menu';

/** What belongs to a person. A default export, because it is loaded when there is one. */
export default function SignedInMenu({
  user,
  onSignOut,
}: {
  user: AuthUser;
  onSignOut: () => void;
}) {
  const t = useT();
  const name = user.name || user.email;
  return (
    <Menu
      trigger={
        <button type="button" className="flex rounded-full">
          <span className="sr-only">{`${t('nav.account')}: ${name}`}</span>
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
      <MenuItem icon={<LogOut aria-hidden="true" />} onSelect={onSignOut}>
        {t('nav.signOut')}
      </MenuItem>
    </Menu>
  );
}
