'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '../dialog';

/**
 * Asks before what was typed is lost: in a dialog when a link of ours is followed, in the browser's
 * own words when the tab is closed or reloaded. What code does itself (`router.push` after saving)
 * is not asked about.
 */
export function UnsavedGuard({
  when,
  title,
  text,
  leaveLabel,
}: {
  when: boolean;
  title: string;
  text: string;
  leaveLabel: string;
}) {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    if (!when) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return;
      const url = new URL(link.href, window.location.href);
      const isSamePage =
        url.pathname === window.location.pathname && url.search === window.location.search;
      // Another site makes the browser itself ask.
      if (url.origin !== window.location.origin || isSamePage) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(url.pathname + url.search + url.hash);
    };
    window.addEventListener('beforeunload', onUnload);
    // In the capture phase: before the router's own link handler.
    document.addEventListener('click', onClick, true);
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, true);
    };
  }, [when]);

  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(isOpen) => isOpen || setTarget(null)}
      title={title}
      description={text}
      confirmLabel={leaveLabel}
      onConfirm={() => {
        if (target) router.push(target);
      }}
    />
  );
}
