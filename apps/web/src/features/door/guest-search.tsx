'use client';

import { Search, UserX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { failureText } from '@/lib/errors';
import { formatTime } from '@/lib/format/dates';
import { formatCode } from '@/lib/format/ticket-code';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Failure } from '@/lib/result';
import { useDebounced } from '@/lib/use-debounced';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { SearchField } from '@/ui/search-field';
import { Sheet } from '@/ui/sheet';
import { Skeleton } from '@/ui/skeleton';
import { EmptyState, ErrorState } from '@/ui/states';
import type { DoorApi, Guest } from './door-api';

const LIMIT = 20;

type Found =
  | { state: 'idle' }
  | { state: 'loading' }
  | { state: 'failed'; error: Failure }
  | { state: 'found'; guests: Guest[] };

/** No ticket at hand, or a name misspelt: guests by name, e-mail, code or number. */
export function GuestSearch({
  open,
  onOpenChange,
  api,
  isOffline,
  timezone,
  onAdmit,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  api: DoorApi;
  isOffline: boolean;
  timezone: string;
  onAdmit: (guest: Guest) => void;
}) {
  const t = useT('door');
  const [typed, setTyped] = useState('');
  const [attempt, setAttempt] = useState(0);
  const [found, setFound] = useState<Found>({ state: 'idle' });
  const query = useDebounced(typed.trim(), 250);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again
  useEffect(() => {
    if (!open || query.length < 2) return setFound({ state: 'idle' });
    const abort = new AbortController();
    setFound((now) => (now.state === 'found' ? now : { state: 'loading' }));
    api.guests(query, abort.signal).then(
      (result) =>
        setFound(
          result.ok
            ? { state: 'found', guests: result.data.guests }
            : { state: 'failed', error: result.error },
        ),
      // Aborted: a newer search is on its way.
      () => {},
    );
    return () => abort.abort();
  }, [api, open, query, attempt]);

  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('search.title')}>
      <div className="flex min-h-[55dvh] flex-col gap-4 pt-1">
        <SearchField
          autoFocus
          label={t('search.label')}
          value={typed}
          onValueChange={setTyped}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={100}
        />
        <div aria-live="polite" className="flex flex-col gap-3">
          {found.state === 'idle' ? (
            <EmptyState
              level={3}
              icon={<Search aria-hidden="true" />}
              title={t(isOffline ? 'search.offline' : 'search.start')}
              text={isOffline ? t('search.offlineText') : undefined}
            />
          ) : null}
          {found.state === 'loading'
            ? [1, 2, 3].map((n) => <Skeleton key={n} className="h-20 w-full" />)
            : null}
          {found.state === 'failed' ? (
            <ErrorState
              level={3}
              title={t('search.failed')}
              error={isOffline ? t('search.offlineText') : failureText(found.error, t)}
              onRetry={() => setAttempt(attempt + 1)}
            />
          ) : null}
          {found.state === 'found' && found.guests.length === 0 ? (
            <EmptyState
              level={3}
              icon={<UserX aria-hidden="true" />}
              title={t('search.none', { query })}
              text={t('search.noneText')}
            />
          ) : null}
          {found.state === 'found' && found.guests.length > 0 ? (
            <>
              <p className="text-sm text-muted">
                {t('search.found', { count: found.guests.length })}
                {found.guests.length === LIMIT ? ` ${t('search.limit')}` : null}
              </p>
              <ul className="flex flex-col gap-2">
                {found.guests.map((guest) => (
                  <GuestRow key={guest.ticketId} {...{ guest, timezone, onAdmit }} />
                ))}
              </ul>
            </>
          ) : null}
        </div>
      </div>
    </Sheet>
  );
}

function GuestRow({
  guest,
  timezone,
  onAdmit,
}: {
  guest: Guest;
  timezone: string;
  onAdmit: (guest: Guest) => void;
}) {
  const t = useT('door');
  const { formatLocale } = useLocale();
  const { attendeeName: name, checkedInAt } = guest;
  return (
    <li className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
      <div className="min-w-0 flex-1">
        <p className="font-semibold break-words">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-muted">
          <bdi>{guest.ticketTypeName}</bdi>
        </p>
        <p className="text-xs break-words text-muted">
          {[guest.emailHint, formatCode(guest.code)].filter(Boolean).join(' · ')}
        </p>
      </div>
      {guest.status === 'cancelled' ? (
        <Badge tone="critical">{t('search.cancelled')}</Badge>
      ) : checkedInAt ? (
        <Badge tone="neutral">
          {t('search.inside', { time: formatTime(checkedInAt, timezone, formatLocale) })}
        </Badge>
      ) : (
        <Button
          variant="primary"
          aria-label={t('search.admitName', { name })}
          onClick={() => onAdmit(guest)}
        >
          {t('search.admit')}
        </Button>
      )}
    </li>
  );
}
