'use client';

import Link, { useLinkStatus } from 'next/link';
import { useT } from '@/lib/i18n/client';
import { buttonClass } from '@/ui/button';
import { Spinner } from '@/ui/spinner';

/** A link to the same list, one page longer: walking back restores it, and it needs no script. */
export function ShowMore({ href }: { href: string }) {
  const t = useT();
  return (
    <Link href={href} scroll={false} className={buttonClass('secondary', 'lg')}>
      <Pending />
      {t('pagination.showMore')}
    </Link>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  return pending ? <Spinner /> : null;
}
