'use client';

import { Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { IconButton } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Sheet } from '@/ui/sheet';
import { AccountMenu } from './account-menu';
import { Wordmark } from './brand-mark';
import { PreferencesMenu } from './preferences-menu';

const links = [
  { href: '/', key: 'nav.discover' },
  { href: '/find-tickets', key: 'nav.findTickets' },
  { href: '/organize', key: 'nav.organize' },
] as const;

export function SiteHeader() {
  const t = useT();
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-canvas/95 backdrop-blur-sm">
      <div className="page-width flex min-h-16 items-center gap-2">
        <Sheet
          side="left"
          open={isOpen}
          onOpenChange={setOpen}
          title={t('nav.menu')}
          trigger={
            <IconButton label={t('nav.menu')} className="-ml-3 md:hidden">
              <MenuIcon aria-hidden="true" />
            </IconButton>
          }
        >
          <nav aria-label={t('nav.main')} className="flex flex-col">
            {links.map(({ href, key }) => (
              <Link
                key={href}
                href={href}
                aria-current={pathname === href ? 'page' : undefined}
                onClick={() => setOpen(false)}
                className="flex min-h-12 items-center border-b border-line text-lg font-semibold aria-[current]:text-brand"
              >
                {t(key)}
              </Link>
            ))}
          </nav>
        </Sheet>
        <Link href="/" className="mr-auto flex min-h-11 items-center rounded-control md:mr-6">
          <Wordmark />
        </Link>
        <nav aria-label={t('nav.main')} className="mr-auto hidden items-center gap-1 md:flex">
          {links.map(({ href, key }) => (
            <Link
              key={href}
              href={href}
              aria-current={pathname === href ? 'page' : undefined}
              className={cx(
                'flex min-h-11 items-center rounded-control px-3 text-sm font-semibold hover:bg-sunken',
                pathname === href ? 'text-brand' : 'text-ink',
              )}
            >
              {t(key)}
            </Link>
          ))}
        </nav>
        <PreferencesMenu />
        <AccountMenu />
      </div>
    </header>
  );
}
