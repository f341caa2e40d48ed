import Link from 'next/link';
import { publicConfig } from '@/lib/config/server';
import { getT } from '@/lib/i18n/server';
import { Wordmark } from './brand-mark';

export async function SiteFooter() {
  const t = await getT();
  const { apiUrl } = publicConfig();
  const columns = [
    {
      title: t('footer.attendees'),
      links: [
        { href: '/', label: t('nav.discover') },
        { href: '/find-tickets', label: t('nav.findTickets') },
        { href: '/my/tickets', label: t('nav.myTickets') },
      ],
    },
    {
      title: t('footer.organizers'),
      links: [
        { href: '/organize', label: t('footer.createEvents') },
        { href: '/door', label: t('nav.door') },
        { href: `${apiUrl}/ruru`, label: t('footer.apiDocs') },
      ],
    },
  ];
  return (
    <footer className="print:hidden mt-auto border-t border-line bg-sunken">
      <div className="page-width grid grid-cols-2 gap-8 py-10 sm:grid-cols-[2fr_1fr_1fr]">
        <div className="col-span-2 flex flex-col items-start gap-3 sm:col-span-1">
          <Wordmark />
          <p className="max-w-xs text-sm text-muted">{t('footer.line')}</p>
        </div>
        {columns.map(({ title, links }) => (
          <div key={title}>
            <h2 className="text-sm font-semibold">{title}</h2>
            <ul className="mt-1 flex flex-col">
              {links.map(({ href, label }) => (
                <li key={href}>
                  <Link
                    href={href}
                    className="inline-flex min-h-11 items-center text-sm text-muted underline-offset-4 hover:text-ink hover:underline"
                  >
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </footer>
  );
}
