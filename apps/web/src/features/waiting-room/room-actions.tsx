'use client';

import { DoorClosed, DoorOpen } from 'lucide-react';
import { useState } from 'react';
import { failureText } from '@/lib/errors';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { RadioCards } from '@/ui/checkbox';
import { ConfirmDialog } from '@/ui/dialog';
import { useToast } from '@/ui/toast';
import { closedButReady, type RoomSettings } from './room-settings';
import type { Room } from './use-room';

/** Opens the room or closes it, at once and after asking. */
export function RoomActions({ room }: { room: Room }) {
  const t = useT('waiting-room');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const [after, setAfter] = useState<'auto' | 'off'>('auto');
  const { settings, now } = room;

  const save = async (change: (latest: RoomSettings) => RoomSettings, done: string) => {
    const result = await room.save(change);
    if (result.ok) toast({ title: done });
    else toast({ tone: 'critical', title: failureText(result.error, t), text: result.error.hint });
    return result.ok;
  };

  if (!now?.isOpen) {
    return (
      <ConfirmDialog
        trigger={
          <Button>
            <DoorOpen aria-hidden="true" />
            {t('open.action')}
          </Button>
        }
        title={t('open.title')}
        description={t('open.text', {
          count: settings.admitPerMinute,
          n: formatNumber(settings.admitPerMinute, formatLocale),
        })}
        confirmLabel={t('open.action')}
        confirmVariant="primary"
        onConfirm={() => save((latest) => ({ ...latest, mode: 'always' }), t('open.done'))}
      />
    );
  }
  return (
    <ConfirmDialog
      trigger={
        <Button>
          <DoorClosed aria-hidden="true" />
          {t('close.action')}
        </Button>
      }
      title={t('close.title')}
      description={t('close.text')}
      confirmLabel={t('close.action')}
      onConfirm={() =>
        save(
          (latest) =>
            after === 'auto' ? closedButReady(latest, new Date()) : { ...latest, mode: 'off' },
          t('close.done'),
        )
      }
    >
      <RadioCards
        legend={t('close.after')}
        name="after-closing"
        value={after}
        onChange={({ target }) => setAfter(target.value === 'off' ? 'off' : 'auto')}
        options={[
          { value: 'auto', label: t('close.auto'), hint: t('close.autoHint') },
          { value: 'off', label: t('close.off'), hint: t('close.offHint') },
        ]}
      />
    </ConfirmDialog>
  );
}
