import { createInstance, type i18n } from 'i18next';
import type { Locale } from './settings.ts';
import type { Messages } from './types.ts';

/** One i18next per request on the server and per language in the browser; ready synchronously. */
export function createI18n(locale: Locale, resources: Record<string, Messages>): i18n {
  const instance = createInstance();
  instance.init({
    lng: locale,
    fallbackLng: false,
    ns: Object.keys(resources),
    defaultNS: 'common',
    resources: { [locale]: resources },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
    returnNull: false,
    react: { useSuspense: false },
  });
  return instance;
}
