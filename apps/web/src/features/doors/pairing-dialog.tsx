'use client';

import { Copy } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { z } from 'zod';
import { DoorsDocument, type DoorsQuery, PairDeviceDocument } from '@/gql/graphql';
import { useConfig } from '@/lib/config/client';
import { formatTime } from '@/lib/format/dates';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Button, LinkButton } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import {
  Form,
  FormActions,
  SelectField,
  SubmitButton,
  SwitchField,
  TextField,
  useZodForm,
} from '@/ui/form';
import { Skeleton } from '@/ui/skeleton';
import { Spinner } from '@/ui/spinner';
import { useToast } from '@/ui/toast';

const QrCode = dynamic(() => import('@/ui/qr-code').then(({ QrCode }) => QrCode), {
  loading: () => <Skeleton className="aspect-square w-full" />,
});

type Event = NonNullable<DoorsQuery['event']>;
type Pairing = { code: string; expiresAt: string; deviceId: string; deviceName: string };

/** Names a new device, then shows the code that pairs it, until the phone has used it. */
export function PairingDialog({
  open,
  onOpenChange,
  event,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  event: Event;
}) {
  const t = useT('doors');
  const [pairing, setPairing] = useState<Pairing | null>(null);
  const close = (isOpen: boolean) => {
    onOpenChange(isOpen);
    if (!isOpen) setPairing(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={pairing ? pairing.deviceName : t('pair')}
      width="sm"
    >
      {pairing ? (
        <PairingCode pairing={pairing} event={event} onDone={() => close(false)} />
      ) : (
        <NewDevice event={event} onCreated={setPairing} />
      )}
    </Dialog>
  );
}

const schema = z.object({
  name: z.string().trim().min(1).max(80),
  gateId: z.string(),
  canUndo: z.boolean(),
});

function NewDevice({ event, onCreated }: { event: Event; onCreated: (pairing: Pairing) => void }) {
  const t = useT('doors');
  const pair = useGraphMutation(PairDeviceDocument, { invalidate: [DoorsDocument] });
  const form = useZodForm(schema, { defaultValues: { name: '', gateId: '', canUndo: false } });
  return (
    <Form
      form={form}
      onSubmit={async ({ gateId, ...values }) => {
        const result = await pair.run({ eventId: event.id, gateId: gateId || null, ...values });
        const made = result.ok ? result.data.createDevicePairing?.result : null;
        if (made?.pairingCode && made.expiresAt && made.device)
          onCreated({
            code: made.pairingCode,
            expiresAt: made.expiresAt,
            deviceId: made.device.id,
            deviceName: made.device.name,
          });
        return result;
      }}
    >
      <TextField
        {...form.field('name')}
        label={t('deviceName')}
        hint={t('deviceNameHint')}
        required
      />
      {event.gates.nodes.length > 0 ? (
        <SelectField
          {...form.field('gateId')}
          label={t('gate')}
          options={[
            { value: '', label: t('anyGate') },
            ...event.gates.nodes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
      <SwitchField {...form.field('canUndo')} label={t('canUndo')} hint={t('canUndoHint')} />
      <FormActions>
        <SubmitButton>{t('createLink')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function PairingCode({
  pairing,
  event,
  onDone,
}: {
  pairing: Pairing;
  event: Event;
  onDone: () => void;
}) {
  const t = useT('doors');
  const { formatLocale } = useLocale();
  const { webUrl } = useConfig();
  const toast = useToast();
  // The code stands behind the #: it never reaches a server log.
  const link = `${webUrl}/door/pair#${pairing.code}`;
  const { data } = useGraphQuery(DoorsDocument, { id: event.id }, { refetchInterval: 2_000 });
  const isPaired = data?.event?.devices.nodes.some(
    ({ id, pairedAt }) => id === pairing.deviceId && pairedAt,
  );
  if (isPaired) {
    return (
      <div className="flex flex-col gap-4">
        <Alert tone="positive" live>
          {t('paired', { name: pairing.deviceName })}
        </Alert>
        <Button variant="primary" onClick={onDone}>
          {t('done')}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col items-center gap-4 text-center">
      <p className="font-semibold">{t('scanThis')}</p>
      <div className="w-56">
        <QrCode value={link} label={t('code')} />
      </div>
      <p className="font-mono text-title font-bold tracking-widest" data-testid="pairing-code">
        {pairing.code}
      </p>
      <p className="text-sm text-muted">
        {t('scanText', {
          url: `${webUrl}/door/pair`,
          time: formatTime(pairing.expiresAt, event.timezone, formatLocale),
        })}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          onClick={async () => {
            await navigator.clipboard.writeText(link);
            toast({ title: t('linkCopied') });
          }}
        >
          <Copy aria-hidden="true" />
          {t('copyLink')}
        </Button>
        <LinkButton href={link} target="_blank">
          {t('openHere')}
        </LinkButton>
      </div>
      <p role="status" className="flex items-center gap-2 text-sm text-muted">
        <Spinner />
        {t('waiting')}
      </p>
    </div>
  );
}
