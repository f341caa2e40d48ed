'use client';

import { Menu as MenuIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { IconButton } from '@/ui/button';
import { cx } from '@/ui/cx';
import { AccountMenu } from './account-menu';
import { Wordmark } from './brand-mark';
import { PreferencesMenu } from './preferences-menu';
import { siteLinks } from './site-links';

const loadDrawer = () => import('./site-drawer');
const SiteDrawer = lazy(loadDrawer);

export function SiteHeader() {
  const t = useT();
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  const [isWanted, setWanted] = useState(false);
  return (
    <header className="sticky top-0 z-30 print:hidden border-b border-line bg-canvas/95 backdrop-blur-sm">
      <div className="page-width flex min-h-16 items-center gap-2">
        <IconButton
          label={t('nav.menu')}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onPointerEnter={() => void loadDrawer()}
          onFocus={() => void loadDrawer()}
          onClick={() => {
            setWanted(true);
            setOpen(true);
          }}
          className="-ml-3 md:hidden"
        >
          <MenuIcon aria-hidden="true" />
        </IconButton>
        {isWanted ? (
          <Suspense>
            <SiteDrawer open={isOpen} onOpenChange={setOpen} />
          </Suspense>
        ) : null}
        <Link href="/" className="mr-auto flex min-h-11 items-center rounded-control md:mr-6">
          <Wordmark />
        </Link>
        <nav aria-label={t('nav.main')} className="mr-auto hidden items-center gap-1 md:flex">
          {siteLinks.map(({ href, key }) => (
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
