'use client';

import type { TFunction } from 'i18next';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { createI18n } from './instance.ts';
import { type Locale, localeCookie } from './settings.ts';
import type { Messages, NamespaceName } from './types.ts';

const LocaleContext = createContext<{
  locale: Locale;
  formatLocale: string;
  resources: Record<string, Messages>;
} | null>(null);

/** At the root, with the shared text; below it `NamespaceProvider` adds a feature's. */
export function I18nProvider({
  locale,
  formatLocale,
  resources,
  children,
}: {
  locale: Locale;
  formatLocale: string;
  resources: Record<string, Messages>;
  children: ReactNode;
}) {
  const i18n = useMemo(() => createI18n(locale, resources), [locale, resources]);
  const value = useMemo(
    () => ({ locale, formatLocale, resources }),
    [locale, formatLocale, resources],
  );
  return (
    <LocaleContext value={value}>
      <I18nextProvider i18n={i18n}>{children}</I18nextProvider>
    </LocaleContext>
  );
}

export function NamespaceProvider({
  resources,
  children,
}: {
  resources: Record<string, Messages>;
  children: ReactNode;
}) {
  const { locale, formatLocale, resources: inherited } = useLocale();
  const merged = useMemo(() => ({ ...inherited, ...resources }), [inherited, resources]);
  return (
    <I18nProvider locale={locale} formatLocale={formatLocale} resources={merged}>
      {children}
    </I18nProvider>
  );
}

/** The language of the text and the tag for numbers and dates. */
export function useLocale() {
  const value = useContext(LocaleContext);
  if (!value) throw new Error('useLocale needs the I18nProvider of the root layout.');
  return value;
}

/**
 * Text for a client component: `const t = useT('account'); t('signIn.title')`. Shared text is
 * reached as `t('common:actions.save')`. A namespace that no `<Messages>` above provides is a bug
 * and says so.
 */
export function useT(): TFunction<'common'>;
export function useT<N extends NamespaceName>(namespace: N): TFunction<[N, 'common']>;
export function useT(namespace: NamespaceName = 'common') {
  const { resources } = useLocale();
  if (!(namespace in resources)) {
    throw new Error(`No text for "${namespace}" here: render <Messages ns="${namespace}"> above.`);
  }
  return useTranslation([namespace, 'common']).t;
}

/** Remembers the language for a year and renders the page anew in it; typed form values survive. */
export function useSetLocale(): (locale: Locale) => void {
  const router = useRouter();
  return (locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
    document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  };
}
