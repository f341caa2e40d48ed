import 'server-only';
import type { TFunction } from 'i18next';
import { cookies, headers } from 'next/headers';
import { cache, type ReactNode } from 'react';
import { NamespaceProvider } from './client.tsx';
import { createI18n } from './instance.ts';
import { loadMessages } from './load.ts';
import { localeCookie, negotiateLocale } from './settings.ts';
import type { NamespaceName } from './types.ts';

/** The reader's language and format tag: cookie first, then Accept-Language. */
export const getLocale = cache(async () => {
  const [cookieStore, headerList] = await Promise.all([cookies(), headers()]);
  return negotiateLocale(cookieStore.get(localeCookie)?.value, headerList.get('accept-language'));
});

/** Text for a server component: `const t = await getT('account'); t('signIn.title')`. */
export async function getT(): Promise<TFunction<'common'>>;
export async function getT<N extends NamespaceName>(
  namespace: N,
): Promise<TFunction<[N, 'common']>>;
export async function getT(namespace: NamespaceName = 'common') {
  const { locale } = await getLocale();
  const names = [...new Set<NamespaceName>([namespace, 'common'])];
  const loaded = await Promise.all(
    names.map(async (name) => [name, await loadMessages(locale, name)] as const),
  );
  const i18n = createI18n(locale, Object.fromEntries(loaded));
  return i18n.getFixedT(locale, [namespace, 'common']);
}

/**
 * Hands a feature's text to the client components below it, in the reader's language only. A route
 * whose client components call `useT('checkout')` renders `<Messages ns="checkout">` around them.
 */
export async function Messages({
  ns,
  children,
}: {
  ns: NamespaceName | NamespaceName[];
  children: ReactNode;
}) {
  const { locale } = await getLocale();
  const names = Array.isArray(ns) ? ns : [ns];
  const resources = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await loadMessages(locale, name)] as const)),
  );
  return <NamespaceProvider resources={resources}>{children}</NamespaceProvider>;
}
