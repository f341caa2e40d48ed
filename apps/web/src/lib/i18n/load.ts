import 'server-only';
import type { Locale } from './settings.ts';
import type { Messages, NamespaceName } from './types.ts';

/** The text of one namespace in one language: the shared one, or a feature's by its folder name. */
export async function loadMessages(locale: Locale, namespace: NamespaceName): Promise<Messages> {
  if (namespace === 'common') return (await import(`./locales/${locale}.ts`)).default;
  return (await import(`../../features/${namespace}/locales/${locale}.ts`)).default;
}
