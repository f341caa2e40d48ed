import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { publicConfig } from '@/lib/config/server';
import { loadMessages } from '@/lib/i18n/load';
import { getLocale, getT } from '@/lib/i18n/server';
import { preferenceAttributes, readPreferences } from '@/lib/preferences/settings';
import { bricolage, inter } from './fonts';
import { Providers } from './providers';
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/bricolage-grotesque/index.css';
import './globals.css';

export async function generateMetadata(): Promise<Metadata> {
  const [t, { locale }] = await Promise.all([getT(), getLocale()]);
  return {
    metadataBase: new URL(publicConfig().webUrl),
    title: { default: `${t('appName')} · ${t('tagline')}`, template: `%s · ${t('appName')}` },
    description: t('metaDescription'),
    applicationName: t('appName'),
    openGraph: {
      siteName: t('appName'),
      title: t('appName'),
      description: t('metaDescription'),
      locale,
      type: 'website',
      images: [{ url: '/og.png', width: 1200, height: 630, alt: t('tagline') }],
    },
    twitter: { card: 'summary_large_image' },
    formatDetection: { telephone: false },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf7f5' },
    { media: '(prefers-color-scheme: dark)', color: '#16101a' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [{ locale, formatLocale }, cookieStore, headerList] = await Promise.all([
    getLocale(),
    cookies(),
    headers(),
  ]);
  const preferences = readPreferences((name) => cookieStore.get(name)?.value);
  return (
    <html
      lang={locale}
      {...preferenceAttributes(preferences)}
      className={`${inter.variable} ${bricolage.variable}`}
      // The theme may be changed in the browser without rendering this anew.
      suppressHydrationWarning
    >
      <body>
        <Providers
          config={publicConfig()}
          locale={locale}
          formatLocale={formatLocale}
          messages={await loadMessages(locale, 'common')}
          preferences={preferences}
          styleNonce={headerList.get('x-style-nonce') ?? ''}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
