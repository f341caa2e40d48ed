'use client';

import { TriangleAlert } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useConfig } from '@/lib/config/client';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import type { Failure } from '@/lib/result';
import { DoorShell } from '@/shell/door-shell';
import { Alert } from '@/ui/alert';
import { Button, LinkButton } from '@/ui/button';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';
import { doorApi, pairDevice } from './door-api';
import { countWaiting, leaveStore } from './offline/store';
import { eventIdOf } from './offline/use-offline';
import { type StoredPairing, savePairing, usePairing } from './pairing-store';
import { useDarkPage } from './use-dark-page';

/** `7k3f 9qx2` as it is shown: `7K3F-9QX2`. The service forgives everything else. */
function showCode(typed: string): string {
  const code = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 8);
  return code.length > 4 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/** Pairs this phone: by the link's code (in the fragment, so no server sees it) or a typed one. */
export function PairScreen() {
  const t = useT('door');
  const { checkinUrl } = useConfig();
  const router = useRouter();
  const present = usePairing();
  const [code, setCode] = useState('');
  const [isPending, setPending] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const waitingCount = useWaiting(present);
  const input = useRef<HTMLInputElement>(null);
  const hasStarted = useRef(false);
  useDarkPage();

  const pair = useCallback(
    async (value: string) => {
      setPending(true);
      setFailure(null);
      const result = await pairDevice(checkinUrl, value);
      if (!result.ok) {
        setPending(false);
        setFailure(result.error);
        input.current?.focus();
        return;
      }
      const { deviceToken, device, event } = result.data;
      savePairing({
        deviceToken,
        deviceName: device.name,
        eventTitle: event.title,
        timezone: event.timezone,
      });
      // The access that is replaced ends as well; if that fails, the organizer still sees the device.
      if (present) {
        doorApi(checkinUrl, present.deviceToken).signOff();
        // Of the same event it goes on being used, and told. A storage that fails holds up nothing.
        const before = eventIdOf(present.deviceToken);
        if (before !== event.id) leaveStore(before).catch(console.warn);
      }
      router.replace('/door');
    },
    [checkinUrl, present, router],
  );

  useEffect(() => {
    // Once, also when effects run twice in development: the code works only once.
    if (present === undefined || hasStarted.current) return;
    hasStarted.current = true;
    const fromLink = showCode(decodeURIComponent(window.location.hash.slice(1)));
    if (fromLink === '') return;
    setCode(fromLink);
    // The code is used up in a moment; it need not stay in the address and the history.
    window.history.replaceState(null, '', window.location.pathname);
    // A phone that is paired asks first.
    if (present === null) pair(fromLink);
  }, [present, pair]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    const isComplete = code.replace('-', '').length === 8;
    setMissing(!isComplete);
    if (isComplete) pair(code);
    else input.current?.focus();
  };

  return (
    <DoorShell title={t('pair.title')}>
      <form
        onSubmit={submit}
        noValidate
        className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center gap-5 p-5"
      >
        <p className="text-muted">{t('pair.lead')}</p>
        {present ? (
          <Alert tone="caution" title={t('pair.replaces', { event: present.eventTitle })}>
            <p>{t('pair.replacesText')}</p>
            {waitingCount > 0 ? <p>{t('pair.keepsWaiting', { count: waitingCount })}</p> : null}
          </Alert>
        ) : null}
        {failure ? (
          <Alert
            tone="critical"
            live
            title={failure.code === 'TOKEN_INVALID' ? t('pair.failed') : undefined}
          >
            {failureText(failure, t, { TOKEN_INVALID: t('pair.failedText') })}
          </Alert>
        ) : null}
        <Field
          label={t('pair.code')}
          hint={t('pair.codeHint')}
          required
          error={isMissing ? t('pair.codeMissing') : undefined}
        >
          <Input
            ref={input}
            value={code}
            onChange={({ target }) => {
              setCode(showCode(target.value));
              setMissing(false);
            }}
            className="min-h-16 text-center font-mono text-headline! tracking-widest uppercase"
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            inputMode="text"
            enterKeyHint="go"
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" pending={isPending}>
          {isPending ? t('pair.pairing') : t('pair.action')}
        </Button>
        {present ? (
          <LinkButton variant="quiet" href="/door">
            {t('pair.back')}
          </LinkButton>
        ) : null}
      </form>
    </DoorShell>
  );
}

/** Scans of the event that this phone is paired with which only it knows of. */
function useWaiting(pairing: StoredPairing | null | undefined): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    // A storage that cannot be read is not deleted either; there is nothing to say of it.
    if (pairing) countWaiting(eventIdOf(pairing.deviceToken)).then(setCount, console.warn);
  }, [pairing]);
  return count;
}

/** Where one lands without a pairing, or after it was ended. */
export function NotPaired({
  wasRevoked,
  waitingCount,
}: {
  wasRevoked: boolean;
  /** Scans that only this phone knows of. */
  waitingCount: number;
}) {
  const t = useT('door');
  const part = wasRevoked ? 'revoked' : 'start';
  return (
    <DoorShell title={t('title')}>
      <div
        role={wasRevoked ? 'alert' : undefined}
        className="mx-auto flex w-full max-w-md flex-1 flex-col items-center justify-center gap-4 p-6 text-center"
      >
        <TriangleAlert aria-hidden="true" className="size-12 text-caution" />
        <h2 className="text-title font-semibold">{t(`${part}.title`)}</h2>
        <p className="text-muted">{t(`${part}.text`)}</p>
        {waitingCount > 0 ? <p>{t('revoked.waiting', { count: waitingCount })}</p> : null}
        <LinkButton href="/door/pair" variant="primary" size="lg" className="mt-2">
          {t(`${part}.action`)}
        </LinkButton>
      </div>
    </DoorShell>
  );
}
