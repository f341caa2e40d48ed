'use client';

import { type ReactNode, useState } from 'react';
import { AuthProvider } from '@/lib/auth/auth-provider';
import { ConfigProvider } from '@/lib/config/client';
import type { PublicConfig } from '@/lib/config/server';
import { GraphProvider } from '@/lib/graphql/provider';
import { I18nProvider } from '@/lib/i18n/client';
import type { Locale } from '@/lib/i18n/settings';
import type { Messages } from '@/lib/i18n/types';
import { PreferencesProvider } from '@/lib/preferences/client';
import type { Preferences } from '@/lib/preferences/settings';
import { ToastProvider } from '@/ui/toast';

export function Providers({
  config,
  locale,
  formatLocale,
  messages,
  preferences,
  styleNonce,
  children,
}: {
  config: PublicConfig;
  locale: Locale;
  formatLocale: string;
  messages: Messages;
  preferences: Preferences;
  styleNonce: string;
  children: ReactNode;
}) {
  // Radix's scroll lock adds a <style> and looks here for the nonce that the policy asks for.
  // State, because the policy in force stays that of the first page when later ones come by link.
  useState(() => {
    if (typeof window !== 'undefined') {
      (globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
    }
  });
  const [resources] = useResources(messages);
  return (
    <ConfigProvider value={config}>
      <I18nProvider locale={locale} formatLocale={formatLocale} resources={resources}>
        <PreferencesProvider initial={preferences}>
          <GraphProvider>
            <AuthProvider>
              <ToastProvider>{children}</ToastProvider>
            </AuthProvider>
          </GraphProvider>
        </PreferencesProvider>
      </I18nProvider>
    </ConfigProvider>
  );
}

/** The same object while the text is the same, so that a navigation does not build i18next anew. */
function useResources(messages: Messages) {
  const [state, setState] = useState({ messages, resources: { common: messages } });
  if (state.messages.appName !== messages.appName || state.messages.tagline !== messages.tagline) {
    const next = { messages, resources: { common: messages } };
    setState(next);
    return [next.resources] as const;
  }
  return [state.resources] as const;
}
