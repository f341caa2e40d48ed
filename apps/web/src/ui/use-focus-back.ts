'use client';

import { useRef } from 'react';

/**
 * Radix gives the focus back to a dialog's trigger; a dialog that was opened by code has none, and
 * the focus would be lost. This gives it back to whatever had it before.
 */
export function useFocusBack(isNeeded: boolean) {
  const opener = useRef<HTMLElement | null>(null);
  if (!isNeeded) return {};
  return {
    onOpenAutoFocus: () => {
      opener.current =
        document.activeElement instanceof HTMLElement ? document.activeElement : null;
    },
    onCloseAutoFocus: (event: Event) => {
      if (!opener.current?.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
}
