'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { contrastCookie, type Preferences, preferenceAttributes, themeCookie } from './settings.ts';

const PreferencesContext = createContext<{
  preferences: Preferences;
  setPreferences: (change: Partial<Preferences>) => void;
} | null>(null);

function remember(name: string, value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

export function PreferencesProvider({
  initial,
  children,
}: {
  initial: Preferences;
  children: ReactNode;
}) {
  const [preferences, setState] = useState(initial);

  useEffect(() => {
    const root = document.documentElement;
    for (const [name, value] of Object.entries(preferenceAttributes(preferences))) {
      if (value === undefined) root.removeAttribute(name);
      else root.setAttribute(name, value);
    }
  }, [preferences]);

  const value = useMemo(
    () => ({
      preferences,
      setPreferences: (change: Partial<Preferences>) => {
        const next = { ...preferences, ...change };
        remember(themeCookie, next.theme);
        remember(contrastCookie, next.contrast);
        setState(next);
      },
    }),
    [preferences],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences() {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error('usePreferences needs the PreferencesProvider of the root layout.');
  return value;
}
