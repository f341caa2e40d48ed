'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Button } from '@/ui/button';
import { useToast } from '@/ui/toast';

/** Shown once: nobody, not even we, can show it again. */
export function SigningSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useT('webhooks');
  const toast = useToast();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      toast({ tone: 'critical', title: t('secret.label'), text: secret });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <Alert tone="caution">{t('secret.text')}</Alert>
      <div className="flex flex-col gap-2">
        <p className="text-sm font-semibold">{t('secret.label')}</p>
        <p
          className="forced-border rounded-control border border-line bg-sunken p-3 font-mono text-sm break-all select-all"
          data-testid="signing-secret"
        >
          {secret}
        </p>
        <p className="text-xs text-muted">
          <a
            href="https://www.standardwebhooks.com"
            target="_blank"
            rel="noreferrer"
            className="underline underline-offset-4"
          >
            {t('secret.docs')}
          </a>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={copy}>
          {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          {t(isCopied ? 'common:actions.copied' : 'common:actions.copy')}
        </Button>
        <Button variant="primary" onClick={onDone}>
          {t('secret.done')}
        </Button>
      </div>
      <span role="status" className="sr-only">
        {isCopied ? t('common:actions.copied') : ''}
      </span>
    </div>
  );
}
