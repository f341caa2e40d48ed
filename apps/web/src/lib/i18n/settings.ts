/** What the language machinery needs on both sides: no React, no Next. */
export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';
export const localeCookie = 'foyer_locale';

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (locales as readonly string[]).includes(value);
}

/** The languages of an Accept-Language header, best first; unusable tags are dropped. */
export function acceptedLanguages(header: string | null | undefined): string[] {
  if (!header) return [];
  return header
    .split(',')
    .slice(0, 20)
    .map((part, index) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find(Boolean);
      return { tag: tag.trim(), q: q === undefined ? 1 : Number(q), index };
    })
    .filter(({ tag, q }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && q > 0)
    .sort((a, b) => b.q - a.q || a.index - b.index)
    .map(({ tag }) => tag);
}

/**
 * The language of the text (one of ours) and the tag for numbers and dates, which keeps the
 * person's region: `de-AT` reads German with Austrian formats, `en-GB` gets 24 hours.
 */
export function negotiateLocale(
  chosen: string | null | undefined,
  acceptLanguage: string | null | undefined,
): { locale: Locale; formatLocale: string } {
  const accepted = acceptedLanguages(acceptLanguage);
  const base = (tag: string) => tag.split('-')[0]?.toLowerCase();
  const locale = isLocale(chosen)
    ? chosen
    : (accepted.map(base).find((language) => isLocale(language)) ?? defaultLocale);
  const regional = accepted.find((tag) => base(tag) === locale);
  const formatLocale =
    regional && Intl.DateTimeFormat.supportedLocalesOf(regional).length > 0 ? regional : locale;
  return { locale: isLocale(locale) ? locale : defaultLocale, formatLocale };
}
