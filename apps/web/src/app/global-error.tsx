'use client';

import { useEffect } from 'react';
import de from '@/lib/i18n/locales/de';
import en from '@/lib/i18n/locales/en';
import { localeCookie } from '@/lib/i18n/settings';
import './globals.css';

/** The root layout itself broke: no providers, so text and language are found by hand. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error]);
  const isGerman =
    typeof document !== 'undefined' && document.cookie.includes(`${localeCookie}=de`);
  const text = isGerman ? de : en;
  return (
    <html lang={isGerman ? 'de' : 'en'}>
      <body>
        <main className="page-width flex max-w-2xl! flex-col items-start gap-4 py-24">
          <h1 className="text-headline font-bold">{text.states.crashTitle}</h1>
          <p>{text.states.crashText}</p>
          <button
            type="button"
            onClick={() => retry()}
            className="control min-h-11 px-4 font-semibold"
          >
            {text.actions.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
