'use client';

import { Share2 } from 'lucide-react';
import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { useToast } from '@/ui/toast';

/** The phone's own sharing where there is one, else the link goes into the clipboard. */
export function ShareButton({ title, path }: { title: string; path: string }) {
  const t = useT('event-page');
  const toast = useToast();
  const share = async () => {
    const url = new URL(path, location.href).href;
    try {
      if (typeof navigator.share === 'function') return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      toast({ title: t('shareCopied') });
    } catch (error) {
      // Somebody who closes the phone's sheet has not failed at anything.
      if (!(error instanceof DOMException && error.name === 'AbortError')) {
        toast({ tone: 'info', title: url });
      }
    }
  };
  return (
    <Button onClick={() => void share()}>
      <Share2 aria-hidden="true" />
      {t('share')}
    </Button>
  );
}
