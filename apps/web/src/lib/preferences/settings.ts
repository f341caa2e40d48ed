/** How the page looks to this person; kept in cookies so that the server renders it right at once. */
export const themes = ['system', 'light', 'dark'] as const;
export const contrasts = ['system', 'standard', 'high'] as const;
export type Theme = (typeof themes)[number];
export type Contrast = (typeof contrasts)[number];
export type Preferences = { theme: Theme; contrast: Contrast };

export const themeCookie = 'foyer_theme';
export const contrastCookie = 'foyer_contrast';

function oneOf<T extends string>(values: readonly T[], value: string | undefined, fallback: T): T {
  return values.find((candidate) => candidate === value) ?? fallback;
}

export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  return {
    theme: oneOf(themes, cookie(themeCookie), 'system'),
    contrast: oneOf(contrasts, cookie(contrastCookie), 'system'),
  };
}

/** Attributes of `<html>`: none for "like the system", so that the media queries decide. */
export function preferenceAttributes({ theme, contrast }: Preferences) {
  return {
    'data-theme': theme === 'system' ? undefined : theme,
    'data-contrast': contrast === 'system' ? undefined : contrast,
  };
}
