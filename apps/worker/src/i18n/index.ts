import i18next, { type TFunction } from 'i18next';
import de from './de.ts';
import en from './en.ts';

export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** German must have every text that English has, and no other. */
export type Texts = typeof en;

const instance = i18next.createInstance();
await instance.init({
  resources: { en: { translation: en }, de: { translation: de } },
  supportedLngs: locales,
  fallbackLng: 'en',
  // Values are put into plain text and PDF as they are; HTML templates escape where they insert.
  interpolation: { escapeValue: false },
  // `$t(…)` or `{{…}}` in a title somebody typed must stay text.
  returnNull: false,
});

export type Translate = TFunction;

export function translator(locale: Locale): Translate {
  return instance.getFixedT(locale);
}
