'use client';

import { useQueryClient } from '@tanstack/react-query';
import {
  CircleCheck,
  CircleX,
  CloudOff,
  Plus,
  Smartphone,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import {
  CreateGateDocument,
  DeleteGateDocument,
  DoorConflictsDocument,
  DoorsDocument,
  type DoorsQuery,
  RevokeDeviceDocument,
} from '@/gql/graphql';
import { failureText } from '@/lib/errors';
import { formatDateTime, formatTime } from '@/lib/format/dates';
import { graphKey, useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { useLive } from '@/lib/live/use-live';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { ConfirmDialog } from '@/ui/dialog';
import { Form, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { Conflicts } from './conflicts';
import { PairingDialog } from './pairing-dialog';

type Event = NonNullable<DoorsQuery['event']>;
type Device = Event['devices']['nodes'][number];

/** Who scans where, and what was scanned last. */
export function Doors({ eventId }: { eventId: string }) {
  const t = useT('doors');
  const queryClient = useQueryClient();
  const variables = { id: eventId };
  const { data, error, isPending, refetch } = useGraphQuery(DoorsDocument, variables);
  const [isPairing, setPairing] = useState(false);
  useLive({ kind: 'totals', eventId }, () => {
    void queryClient.invalidateQueries({ queryKey: graphKey(DoorsDocument, variables) });
    void queryClient.invalidateQueries({ queryKey: graphKey(DoorConflictsDocument) });
  });
  if (isPending) return <LoadingState lines={5} />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const event = data.event;
  if (!event) return null;
  const pair = (
    <Button variant="primary" onClick={() => setPairing(true)}>
      <Smartphone aria-hidden="true" />
      {t('pair')}
    </Button>
  );
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-6">
        <Card as="section">
          <CardHeader
            title={t('devices')}
            description={t('devicesText')}
            actions={event.devices.nodes.length > 0 ? pair : null}
          />
          {event.devices.nodes.length === 0 ? (
            <EmptyState
              icon={<Smartphone aria-hidden="true" />}
              title={t('noDevices')}
              text={t('noDevicesText')}
              level={3}
              action={pair}
            />
          ) : (
            <ul className="divide-y divide-line">
              {event.devices.nodes.map((device) => (
                <DeviceRow key={device.id} device={device} zone={event.timezone} />
              ))}
            </ul>
          )}
        </Card>
        <Conflicts eventId={eventId} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <Gates event={event} />
        <LatestScans event={event} />
      </div>
      <PairingDialog open={isPairing} onOpenChange={setPairing} event={event} />
    </div>
  );
}

const TODAY_MS = 18 * 3_600_000;

/** The hour is enough, unless it was another day. */
function formatRecent(at: string, zone: string, locale: string): string {
  const format = Date.now() - Date.parse(at) < TODAY_MS ? formatTime : formatDateTime;
  return format(at, zone, locale);
}

function DeviceRow({ device, zone }: { device: Device; zone: string }) {
  const t = useT('doors');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const revoke = useGraphMutation(RevokeDeviceDocument, { invalidate: [DoorsDocument] });
  const seen = device.lastSeenAt ?? device.pairedAt;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold">{device.name}</span>
        <span className="block text-xs text-muted">
          {[
            device.gate?.name,
            device.canUndo ? t('supervisor') : null,
            seen
              ? t('lastSeen', { time: formatDateTime(seen, zone, formatLocale) })
              : t('notPaired'),
            device.listMadeAt && !device.revokedAt
              ? t('listOf', { time: formatRecent(device.listMadeAt, zone, formatLocale) })
              : null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {device.waitingScanCount > 0 ? (
          <span className="flex items-center gap-1 text-xs font-semibold text-caution">
            <CloudOff aria-hidden="true" className="size-3.5" />
            {t('waitingScans', { count: device.waitingScanCount })}
          </span>
        ) : null}
      </span>
      {device.revokedAt ? (
        <Badge tone="critical" icon={<CircleX aria-hidden="true" />}>
          {t('revoked')}
        </Badge>
      ) : (
        <>
          {device.pairedAt ? (
            <Badge tone="positive" icon={<CircleCheck aria-hidden="true" />}>
              {t('ready')}
            </Badge>
          ) : null}
          <ConfirmDialog
            trigger={<Button size="sm">{t('revoke')}</Button>}
            title={t('revokeTitle', { name: device.name })}
            description={t('revokeText')}
            confirmLabel={t('revoke')}
            onConfirm={async () => {
              const result = await revoke.run({ id: device.id });
              if (!result.ok) toast({ tone: 'critical', title: failureText(result.error, t) });
            }}
          />
        </>
      )}
    </li>
  );
}

const gateSchema = z.object({ name: z.string().trim().min(1).max(80) });

function Gates({ event }: { event: Event }) {
  const t = useT('doors');
  const toast = useToast();
  const create = useGraphMutation(CreateGateDocument, { invalidate: [DoorsDocument] });
  const remove = useGraphMutation(DeleteGateDocument, { invalidate: [DoorsDocument] });
  const form = useZodForm(gateSchema, { defaultValues: { name: '' } });
  return (
    <Card as="section">
      <CardHeader title={t('gates')} description={t('gatesText')} />
      {event.gates.nodes.length === 0 ? (
        <p className="mb-4 text-sm text-muted">{t('noGates')}</p>
      ) : (
        <ul className="mb-4 divide-y divide-line">
          {event.gates.nodes.map((gate) => (
            <li key={gate.id} className="flex min-h-12 items-center justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{gate.name}</span>
              <IconButton
                label={t('deleteGate', { name: gate.name })}
                onClick={async () => {
                  const result = await remove.run({ id: gate.id });
                  if (!result.ok)
                    toast({
                      tone: 'critical',
                      title:
                        result.error.code === 'NOT_FOUND'
                          ? t('gateInUse')
                          : failureText(result.error, t),
                    });
                }}
              >
                <Trash2 aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <Form
        form={form}
        className="gap-3"
        onSubmit={async ({ name }) => {
          const result = await create.run({ orgId: event.orgId, eventId: event.id, name });
          if (result.ok) form.reset({ name: '' });
          return result;
        }}
      >
        <TextField {...form.field('name')} label={t('gateName')} required />
        <SubmitButton variant="secondary">
          <Plus aria-hidden="true" />
          {t('addGate')}
        </SubmitButton>
      </Form>
    </Card>
  );
}

function LatestScans({ event }: { event: Event }) {
  const t = useT('doors');
  const { formatLocale } = useLocale();
  return (
    <Card as="section">
      <CardHeader title={t('recent')} />
      {event.scans.nodes.length === 0 ? (
        <p className="text-sm text-muted">{t('noScans')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {event.scans.nodes.map((scan) => (
            <li
              key={scan.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 text-sm"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">
                  <bdi>{scan.ticket?.attendeeName ?? t('unknownTicket')}</bdi>
                </span>
                <span className="block text-xs text-muted">
                  {[
                    formatTime(scan.scannedAt, event.timezone, formatLocale),
                    scan.gate?.name,
                    scan.device?.name,
                    scan.ticket?.ticketType?.name,
                    scan.isOffline ? t('offline') : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                {scan.isConflict ? (
                  <span className="flex items-center gap-1 text-xs font-semibold text-critical">
                    <TriangleAlert aria-hidden="true" className="size-3.5" />
                    {t('conflict')}
                  </span>
                ) : null}
              </span>
              <Badge
                tone={scan.verdict === 'accepted' ? 'positive' : 'critical'}
                icon={
                  scan.verdict === 'accepted' ? (
                    <CircleCheck aria-hidden="true" />
                  ) : (
                    <CircleX aria-hidden="true" />
                  )
                }
              >
                {t(`verdict.${scan.verdict}`)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
