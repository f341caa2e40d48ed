'use client';

import { useEffect } from 'react';

/** What floats above the page (dialogs, sheets) hangs on the body, so the whole page is made dark. */
export function useDarkPage(): void {
  useEffect(() => {
    const root = document.documentElement;
    const before = root.getAttribute('data-theme');
    root.setAttribute('data-theme', 'dark');
    return () => {
      if (before === null) root.removeAttribute('data-theme');
      else root.setAttribute('data-theme', before);
    };
  }, []);
}
