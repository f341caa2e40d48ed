'use client';

import { LogOut, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { PreferencesMenu } from '@/shell/preferences-menu';
import { Button } from '@/ui/button';
import { Switch } from '@/ui/checkbox';
import { ConfirmDialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Select } from '@/ui/input';
import { Sheet } from '@/ui/sheet';
import type { Watch } from './door-api';
import type { DoorSettings } from './use-settings';

export function SettingsSheet({
  open,
  onOpenChange,
  watch,
  settings,
  onChange,
  onTry,
  waitingCount,
  listTime,
  onSignOff,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  watch: Watch;
  settings: DoorSettings;
  onChange: (change: Partial<DoorSettings>) => void;
  onTry: () => void;
  /** Scans that only this phone knows of. */
  waitingCount: number;
  /** When its guest list was made; null while it has none. */
  listTime: string | null;
  onSignOff: () => Promise<void>;
}) {
  const t = useT('door');
  const [isAsking, setAsking] = useState(false);
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('menu.title')}>
      <div className="flex flex-col gap-6 pb-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
          <dt className="text-muted">{t('menu.event')}</dt>
          <dd className="font-semibold">{watch.event.title}</dd>
          <dt className="text-muted">{t('menu.device')}</dt>
          <dd className="font-semibold">{watch.device.name}</dd>
          <dt className="text-muted">{t('menu.list')}</dt>
          <dd className="font-semibold">
            {listTime ? t('offline.listOf', { time: listTime }) : t('menu.noList')}
          </dd>
        </dl>
        {watch.gates.length > 0 ? (
          <Field label={t('menu.gate')} required>
            <Select
              value={settings.gateId ?? watch.device.gate?.id ?? ''}
              onChange={({ target }) => onChange({ gateId: target.value || null })}
              options={[
                ...(watch.device.gate ? [] : [{ value: '', label: t('menu.anyGate') }]),
                ...watch.gates.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
        ) : null}
        <div className="flex flex-col gap-3">
          <Switch
            label={t('menu.sound')}
            checked={settings.sound}
            onChange={({ target }) => onChange({ sound: target.checked })}
          />
          <Switch
            label={t('menu.vibration')}
            checked={settings.vibration}
            onChange={({ target }) => onChange({ vibration: target.checked })}
          />
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={onTry}>
              <Volume2 aria-hidden="true" />
              {t('menu.test')}
            </Button>
            <PreferencesMenu />
          </div>
        </div>
        <Button variant="danger" onClick={() => setAsking(true)}>
          <LogOut aria-hidden="true" />
          {t('menu.signOff')}
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t('menu.signOffTitle')}
        description={
          waitingCount > 0 ? t('menu.signOffLoses', { count: waitingCount }) : t('menu.signOffText')
        }
        confirmLabel={t('menu.signOff')}
        onConfirm={onSignOff}
      />
    </Sheet>
  );
}
