'use client';

import { Ellipsis, KeyRound, PencilLine, Power, Send, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import {
  DeleteWebhookEndpointDocument,
  ExchangeWebhookSecretDocument,
  SwitchWebhookEndpointDocument,
  TestWebhookEndpointDocument,
  WebhookEndpointDocument,
  WebhookEndpointsDocument,
} from '@/gql/graphql';
import { pageSize, useCursorPages } from '@/lib/cursor-pages';
import { failureText } from '@/lib/errors';
import { formatDateTime } from '@/lib/format/dates';
import { readerZone } from '@/lib/format/zone';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Failure } from '@/lib/result';
import { Alert } from '@/ui/alert';
import { Breadcrumbs } from '@/ui/breadcrumbs';
import { Button, IconButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { ConfirmDialog, Dialog } from '@/ui/dialog';
import { Menu, MenuItem, MenuSeparator } from '@/ui/menu';
import { PageHeader } from '@/ui/page-header';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { Deliveries } from './deliveries';
import { EndpointDialog } from './endpoint-dialog';
import { type Endpoint, EndpointBadge, stateOf } from './endpoint-state';
import { SigningSecret } from './signing-secret';

/** While something is under way the reader waits for it, and sees it end. */
const busyMs = 1_500;
const calmMs = 15_000;
const freshMs = 60_000;

/** One endpoint: how it does, what it is told, what it was told. */
export function EndpointScreen({ slug, endpointId }: { slug: string; endpointId: string }) {
  const t = useT('webhooks');
  const { after, pages } = useCursorPages();
  const { data, error, isPending, isFetching, refetch } = useGraphQuery(
    WebhookEndpointDocument,
    { id: endpointId, first: pageSize, after },
    {
      placeholderData: (previous) => previous,
      refetchInterval: ({ state }) =>
        state.data?.webhookEndpoint?.webhookDeliveries.nodes.some(
          ({ status, createdAt }) =>
            status === 'pending' && Date.now() - Date.parse(createdAt) < freshMs,
        )
          ? busyMs
          : calmMs,
    },
  );
  const back = `/organize/${slug}/webhooks`;
  if (isPending) return <LoadingState lines={6} />;
  if (!data) return <ErrorState level={1} error={error} onRetry={() => void refetch()} />;
  const endpoint = data.webhookEndpoint;
  if (!endpoint) return <ErrorState level={1} error={t('endpointNotFound')} />;
  const list = endpoint.webhookDeliveries;
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs items={[{ label: t('title'), href: back }, { label: endpoint.name }]} />
        }
        title={endpoint.name}
        badge={<EndpointBadge endpoint={endpoint} />}
        description={<span className="break-all">{endpoint.url}</span>}
        actions={<EndpointActions endpoint={endpoint} back={back} />}
      />
      <div className="flex flex-col gap-6">
        <StateNote endpoint={endpoint} />
        <Card as="section">
          <h2 className="mb-2 text-lg font-semibold tracking-tight">{t('form.topics')}</h2>
          <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
            {endpoint.topics.map((topic) => topic && <li key={topic}>{t(`topic.${topic}`)}</li>)}
          </ul>
        </Card>
        <Deliveries
          deliveries={list.nodes}
          isOn={endpoint.disabledAt === null}
          pagination={pages(list.pageInfo, list.nodes.length, list.totalCount)}
          pending={isFetching}
        />
      </div>
    </>
  );
}

function StateNote({ endpoint }: { endpoint: Endpoint }) {
  const t = useT('webhooks');
  const { formatLocale } = useLocale();
  const when = (at: string | null) => (at ? formatDateTime(at, readerZone(), formatLocale) : '');
  const state = stateOf(endpoint);
  // Retry-After; what is a moment only is not worth a word.
  const isPaused =
    endpoint.pausedUntil !== null && Date.parse(endpoint.pausedUntil) - Date.now() > freshMs;
  if (state === 'off')
    return <Alert tone="caution">{t(`offNote.${endpoint.disabledBecause ?? 'staff'}`)}</Alert>;
  if (state === 'failing')
    return (
      <Alert tone="critical">
        {t('failingNote', { time: when(endpoint.failingSince) })}{' '}
        {isPaused ? t('pausedNote', { time: when(endpoint.pausedUntil) }) : null}
      </Alert>
    );
  return null;
}

const affected = { invalidate: [WebhookEndpointDocument, WebhookEndpointsDocument] };

function EndpointActions({ endpoint, back }: { endpoint: Endpoint; back: string }) {
  const t = useT('webhooks');
  const toast = useToast();
  const router = useRouter();
  const [open, setOpen] = useState<'edit' | 'exchange' | 'off' | 'remove' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const test = useGraphMutation(TestWebhookEndpointDocument, affected);
  const turn = useGraphMutation(SwitchWebhookEndpointDocument, affected);
  const exchange = useGraphMutation(ExchangeWebhookSecretDocument, affected);
  const remove = useGraphMutation(DeleteWebhookEndpointDocument, {
    invalidate: [WebhookEndpointsDocument],
  });
  const { id, name } = endpoint;
  const isOn = endpoint.disabledAt === null;

  const say = (result: { ok: true } | { ok: false; error: Failure }, title?: string) => {
    if (!result.ok) toast({ tone: 'critical', title: failureText(result.error, t) });
    else if (title) toast({ title });
    return result.ok;
  };
  const dialog = (which: NonNullable<typeof open>) => ({
    open: open === which,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? which : null),
  });

  return (
    <>
      <Button
        disabled={!isOn}
        pending={test.pending}
        onClick={async () => say(await test.run({ id }), t('actions.tested'))}
      >
        <Send aria-hidden="true" />
        {t('actions.test')}
      </Button>
      <Button onClick={() => setOpen('edit')}>
        <PencilLine aria-hidden="true" />
        {t('actions.edit')}
      </Button>
      <Menu
        trigger={
          <IconButton label={t('actions.more')}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem icon={<KeyRound aria-hidden="true" />} onSelect={() => setOpen('exchange')}>
          {t('secret.exchange')}
        </MenuItem>
        {isOn ? (
          <MenuItem icon={<Power aria-hidden="true" />} onSelect={() => setOpen('off')}>
            {t('actions.switchOff')}
          </MenuItem>
        ) : (
          <MenuItem
            icon={<Power aria-hidden="true" />}
            onSelect={async () =>
              say(await turn.run({ id, isOn: true }), t('actions.switchedOn', { name }))
            }
          >
            {t('actions.switchOn')}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem
          tone="danger"
          icon={<Trash2 aria-hidden="true" />}
          onSelect={() => setOpen('remove')}
        >
          {t('actions.remove')}
        </MenuItem>
      </Menu>
      <EndpointDialog {...dialog('edit')} endpoint={endpoint} />
      <ConfirmDialog
        {...dialog('exchange')}
        title={t('secret.exchangeTitle')}
        description={t('secret.exchangeText')}
        confirmLabel={t('secret.exchange')}
        confirmVariant="primary"
        onConfirm={async () => {
          const result = await exchange.run({ id });
          if (result.ok) setSecret(result.data.exchangeWebhookSecret?.result?.secret ?? null);
          return say(result);
        }}
      />
      <Dialog open={secret !== null} onOpenChange={() => setSecret(null)} title={t('secret.title')}>
        {secret ? <SigningSecret secret={secret} onDone={() => setSecret(null)} /> : null}
      </Dialog>
      <ConfirmDialog
        {...dialog('off')}
        title={t('actions.switchOffTitle', { name })}
        description={t('actions.switchOffText')}
        confirmLabel={t('actions.switchOff')}
        onConfirm={async () => say(await turn.run({ id, isOn: false }))}
      />
      <ConfirmDialog
        {...dialog('remove')}
        title={t('actions.removeTitle', { name })}
        description={t('actions.removeText')}
        confirmLabel={t('actions.remove')}
        onConfirm={async () => {
          const isRemoved = say(await remove.run({ id }), t('actions.removed', { name }));
          if (isRemoved) router.push(back);
          return isRemoved;
        }}
      />
    </>
  );
}
