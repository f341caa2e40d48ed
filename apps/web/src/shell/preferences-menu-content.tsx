'use client';

import { Languages } from 'lucide-react';
import { useLocale, useSetLocale, useT } from '@/lib/i18n/client';
import { locales } from '@/lib/i18n/settings';
import { usePreferences } from '@/lib/preferences/client';
import { buttonClass } from '@/ui/button';
import { Menu, MenuChoice, MenuSeparator } from '@/ui/menu';

/** The menu itself, open as it arrives. A default export, because it is loaded on first use. */
export default function PreferencesMenuContent() {
  const t = useT();
  const { locale } = useLocale();
  const setLocale = useSetLocale();
  const { preferences, setPreferences } = usePreferences();
  return (
    <Menu
      defaultOpen
      trigger={
        <button
          type="button"
          aria-label={`${locale}: ${t('settings.title')}`}
          className={buttonClass('quiet', 'md', 'px-3!')}
        >
          <Languages aria-hidden="true" />
          <span aria-hidden="true" className="uppercase">
            {locale}
          </span>
        </button>
      }
    >
      <MenuChoice
        label={t('settings.language')}
        value={locale}
        onChange={setLocale}
        options={locales.map((value) => ({ value, label: t(`settings.${value}`), lang: value }))}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.theme')}
        value={preferences.theme}
        onChange={(theme) => setPreferences({ theme })}
        options={[
          { value: 'system', label: t('settings.themeSystem') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
        ]}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.contrast')}
        value={preferences.contrast}
        onChange={(contrast) => setPreferences({ contrast })}
        options={[
          { value: 'system', label: t('settings.contrastSystem') },
          { value: 'standard', label: t('settings.contrastStandard') },
          { value: 'high', label: t('settings.contrastHigh') },
        ]}
      />
    </Menu>
  );
}
