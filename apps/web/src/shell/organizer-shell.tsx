'use client';

import { Check, ChevronsUpDown, Menu as MenuIcon, Plus } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Avatar } from '@/ui/avatar';
import { IconButton } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Menu, MenuLink, MenuSeparator } from '@/ui/menu';
import { Sheet } from '@/ui/sheet';
import { AccountMenu } from './account-menu';
import { BrandMark, Wordmark } from './brand-mark';
import { PreferencesMenu } from './preferences-menu';
import { SkipLink } from './skip-link';

export type OrganizerOrganization = { slug: string; name: string; logoUrl?: string | null };
export type OrganizerNavItem = {
  href: string;
  label: string;
  icon: ReactNode;
  /** Only this very address is "here"; otherwise everything below it is, too. */
  exact?: boolean;
};
export type OrganizerNavSection = { label?: string; items: readonly OrganizerNavItem[] };

/**
 * The organizer's workplace: a sidebar on desktops; on phones a bar, a drawer with everything, and
 * the sections of the last group (the event one works on) within reach of the thumb.
 */
export function OrganizerShell({
  organizations,
  current,
  sections,
  children,
}: {
  organizations: readonly OrganizerOrganization[];
  /** Slug of the organization one works in. */
  current?: string;
  sections: readonly OrganizerNavSection[];
  children: ReactNode;
}) {
  const t = useT();
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  const bottom = sections.at(-1)?.items.slice(0, 5) ?? [];
  const isHere = ({ href, exact }: OrganizerNavItem) =>
    pathname === href || (!exact && pathname.startsWith(`${href}/`));

  const sidebar = (
    <div className="flex h-full flex-col gap-4">
      <OrganizationSwitcher organizations={organizations} current={current} />
      <nav aria-label={t('nav.main')} className="flex flex-col gap-5">
        {sections.map(({ label, items }) => (
          <div key={label ?? items[0]?.href}>
            {label ? (
              <p className="truncate px-3 pb-1 text-2xs font-semibold text-muted">{label}</p>
            ) : null}
            <ul className="flex flex-col gap-0.5">
              {items.map((item) => (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    aria-current={isHere(item) ? 'page' : undefined}
                    onClick={() => setOpen(false)}
                    className="flex min-h-11 items-center gap-3 rounded-control px-3 text-sm font-semibold text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-brand-soft aria-[current]:text-brand [&_svg]:size-5 [&_svg]:shrink-0"
                  >
                    {item.icon}
                    {item.label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <Link
        href="/"
        className="mt-auto flex min-h-11 items-center rounded-control px-3 text-sm text-muted underline-offset-4 hover:text-ink hover:underline"
      >
        {t('nav.backToSite')}
      </Link>
    </div>
  );

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[16.5rem_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line bg-surface p-4 lg:flex">
        <Link href="/organize" className="flex min-h-11 items-center rounded-control px-2">
          <Wordmark />
        </Link>
        {sidebar}
      </aside>
      <div className="flex min-w-0 flex-col">
        <header className="sticky top-0 z-30 flex min-h-14 items-center gap-1 border-b border-line bg-canvas/95 px-2 backdrop-blur-sm sm:px-4 lg:min-h-16 lg:px-8">
          <Sheet
            side="left"
            title={t('nav.menu')}
            hideTitle
            open={isOpen}
            onOpenChange={setOpen}
            trigger={
              <IconButton label={t('nav.menu')} className="lg:hidden">
                <MenuIcon aria-hidden="true" />
              </IconButton>
            }
          >
            {sidebar}
          </Sheet>
          <Link
            href="/organize"
            aria-label={t('nav.organize')}
            className="mr-auto flex size-11 items-center justify-center rounded-control lg:hidden"
          >
            <BrandMark className="size-7" />
          </Link>
          <span className="mr-auto hidden lg:block" />
          <PreferencesMenu />
          <AccountMenu />
        </header>
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-6xl flex-1 px-4 pb-28 sm:px-6 lg:px-8 lg:pb-16"
        >
          {children}
        </main>
        {bottom.length > 1 ? (
          <nav
            aria-label={sections.at(-1)?.label ?? t('nav.main')}
            className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
          >
            {bottom.map((item) => (
              <Link
                key={item.href}
                href={item.href}
                aria-current={isHere(item) ? 'page' : undefined}
                className={cx(
                  'flex min-h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-1 text-2xs font-semibold [&_svg]:size-5',
                  isHere(item) ? 'text-brand' : 'text-muted',
                )}
              >
                {item.icon}
                <span className="max-w-full truncate">{item.label}</span>
              </Link>
            ))}
          </nav>
        ) : null}
      </div>
    </div>
  );
}

function OrganizationSwitcher({
  organizations,
  current,
}: {
  organizations: readonly OrganizerOrganization[];
  current?: string;
}) {
  const t = useT();
  const selected = organizations.find(({ slug }) => slug === current);
  if (!selected) return null;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="control flex min-h-12 w-full items-center gap-3 px-2 text-left text-sm font-semibold hover:bg-sunken"
        >
          <Avatar name={selected.name} src={selected.logoUrl} size="sm" shape="square" />
          <span className="min-w-0 flex-1 truncate">
            <span className="sr-only">{t('nav.switchOrganization')}: </span>
            {selected.name}
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      {organizations.map(({ slug, name, logoUrl }) => (
        <MenuLink
          key={slug}
          href={`/organize/${slug}`}
          icon={<Avatar name={name} src={logoUrl} size="sm" shape="square" />}
        >
          <span className="min-w-0 flex-1 truncate">{name}</span>
          {slug === current ? <Check aria-hidden="true" /> : null}
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuLink href="/organize?new=1" icon={<Plus aria-hidden="true" />}>
        {t('nav.newOrganization')}
      </MenuLink>
    </Menu>
  );
}
