'use client';

import { useEffect, useRef } from 'react';

/** Hand-held scanners type a character every few milliseconds; the fastest people need 60. */
const MAX_GAP_MS = 45;
const MIN_LENGTH = 8;

/**
 * Hears hand-held scanners that act as a keyboard: a fast burst of characters that ends with Enter
 * or Tab. While somebody types in a field the keys are that field's.
 */
export function useWedge(onScan: (text: string) => void): void {
  const latest = useRef(onScan);
  useEffect(() => {
    latest.current = onScan;
  });

  useEffect(() => {
    let text = '';
    let lastAt = 0;

    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest('input, textarea, select, [contenteditable="true"]')) return;
      const isFast = event.timeStamp - lastAt <= MAX_GAP_MS;
      lastAt = event.timeStamp;
      if (event.key === 'Enter' || event.key === 'Tab') {
        if (isFast && text.length >= MIN_LENGTH) {
          // Not a press of whatever button has the focus.
          event.preventDefault();
          event.stopPropagation();
          latest.current(text);
        }
        text = '';
        return;
      }
      if (event.key.length !== 1) return;
      text = isFast ? text + event.key : event.key;
      // A space or letter of a burst must not press or jump either.
      if (text.length > 1) event.preventDefault();
    }

    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
}
