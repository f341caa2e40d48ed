'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useT } from '@/lib/i18n/client';
import { Sheet } from '@/ui/sheet';
import { siteLinks } from './site-links';

/** The navigation of phones. A default export, because it is loaded on first use. */
export default function SiteDrawer({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useT();
  const pathname = usePathname();
  return (
    <Sheet side="left" open={open} onOpenChange={onOpenChange} title={t('nav.menu')}>
      <nav aria-label={t('nav.main')} className="flex flex-col">
        {siteLinks.map(({ href, key }) => (
          <Link
            key={href}
            href={href}
            aria-current={pathname === href ? 'page' : undefined}
            onClick={() => onOpenChange(false)}
            className="flex min-h-12 items-center border-b border-line text-lg font-semibold aria-[current]:text-brand"
          >
            {t(key)}
          </Link>
        ))}
      </nav>
    </Sheet>
  );
}
