'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Button, LinkButton } from '@/ui/button';
import { Spinner } from '@/ui/spinner';
import { AccountCard } from './account-card';
import { Outcome } from './outcome';
import { useAccountApi } from './use-account-api';

/** A link works once, and React may mount twice: one call per link and page. */
const attempts = new Map<string, Promise<Result<null>>>();

export function VerifyEmailScreen({ token }: { token: string }) {
  const t = useT('account');
  const api = useAccountApi();
  const [result, setResult] = useState<Result<null> | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the call depends on the link and on trying again
  useEffect(() => {
    let isCurrent = true;
    const call = attempts.get(token) ?? api.verifyEmail(token);
    attempts.set(token, call);
    void call.then((answer) => {
      if (isCurrent) setResult(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [token, attempt]);

  if (!result) {
    return (
      <AccountCard title={t('verify.title')}>
        <p role="status" className="flex items-center gap-3">
          <Spinner />
          {t('verify.working')}
        </p>
      </AccountCard>
    );
  }
  if (result.ok) {
    return (
      <Outcome
        icon={<CircleCheck aria-hidden="true" />}
        title={t('verify.doneTitle')}
        text={t('verify.doneText')}
        action={
          <LinkButton href="/sign-in" variant="primary">
            {t('signIn.action')}
          </LinkButton>
        }
      />
    );
  }
  if (result.error.code !== 'TOKEN_INVALID' && result.error.code !== 'INVALID_INPUT') {
    return (
      <Outcome
        icon={<CircleX aria-hidden="true" />}
        tone="critical"
        title={t('common:form.failed')}
        text={failureText(result.error, t)}
        action={
          <Button
            onClick={() => {
              attempts.delete(token);
              setResult(null);
              setAttempt(attempt + 1);
            }}
          >
            {t('common:actions.retry')}
          </Button>
        }
      />
    );
  }
  return (
    <Outcome
      icon={<CircleX aria-hidden="true" />}
      tone="critical"
      title={t('verify.failedTitle')}
      text={t('verify.failedText')}
      action={
        <>
          <LinkButton href="/sign-in" variant="primary">
            {t('signIn.action')}
          </LinkButton>
          <LinkButton href="/sign-up">{t('signIn.createAccount')}</LinkButton>
        </>
      }
    />
  );
}

/** The page without its token: a link that was cut in two by a mail program. */
export function IncompleteLinkScreen() {
  const t = useT('account');
  return (
    <Outcome
      icon={<CircleX aria-hidden="true" />}
      tone="critical"
      title={t('verify.failedTitle')}
      text={t('verify.missing')}
      action={<LinkButton href="/sign-in">{t('signIn.action')}</LinkButton>}
    />
  );
}
