'use client';

import { useRef } from 'react';

/**
 * Gives the focus back to whatever had it before a dialog opened. What it did may have taken that away (the ticket
 * that was cancelled): then the page's content has it, and not nothing.
 */
export function useFocusBack() {
  const opener = useRef<HTMLElement | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current =
        document.activeElement instanceof HTMLElement ? document.activeElement : null;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const target = opener.current?.isConnected
        ? opener.current
        : document.getElementById('content');
      target?.focus({ preventScroll: target !== opener.current });
    },
  };
}
