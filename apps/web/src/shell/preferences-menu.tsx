'use client';

import { Languages } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocale, useT } from '@/lib/i18n/client';
import { buttonClass } from '@/ui/button';

const load = () => import('./preferences-menu-content');
const PreferencesMenuContent = lazy(load);

/**
 * Language, appearance and contrast. The button shows the language one reads now; the menu behind
 * it is fetched when a pointer or the focus comes near, so that pages load without it.
 */
export function PreferencesMenu() {
  const t = useT();
  const { locale } = useLocale();
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={`${locale}: ${t('settings.title')}`}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
      className={buttonClass('quiet', 'md', 'px-3!')}
    >
      <Languages aria-hidden="true" />
      <span aria-hidden="true" className="uppercase">
        {locale}
      </span>
    </button>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <PreferencesMenuContent />
    </Suspense>
  );
}
