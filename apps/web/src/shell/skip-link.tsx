'use client';

import { useT } from '@/lib/i18n/client';

/** The first stop of the keyboard on every page: past the navigation. */
export function SkipLink() {
  const t = useT();
  return (
    <a
      href="#content"
      className="fixed top-2 left-2 z-60 -translate-y-24 rounded-control bg-inverse px-4 py-3 text-sm font-semibold text-on-inverse focus:translate-y-0"
    >
      {t('nav.skip')}
    </a>
  );
}
