'use client';

import { CircleOff, DoorOpen, Zap } from 'lucide-react';
import { useEffect } from 'react';
import { useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Card, CardHeader } from '@/ui/card';
import {
  DateTimeFormField,
  Form,
  FormActions,
  NumberField,
  RadioCardsField,
  SubmitButton,
  SwitchField,
  useZodForm,
} from '@/ui/form';
import { UnsavedGuard } from '@/ui/form/unsaved-guard';
import { useToast } from '@/ui/toast';
import { type RoomSettings, roomSchema } from './room-settings';

export function RoomForm({
  settings,
  zone,
  onSave,
}: {
  settings: RoomSettings;
  zone: string;
  /** Of what was changed here; gives what is stored then. */
  onSave: (changes: Partial<RoomSettings>) => Promise<Result<RoomSettings>>;
}) {
  const t = useT('waiting-room');
  const toast = useToast();
  const form = useZodForm<RoomSettings, RoomSettings>(roomSchema, { defaultValues: settings });
  const mode = form.watch('mode');
  const { reset, resetDefaultValues, formState } = form;
  const { dirtyFields } = formState;
  // Changed elsewhere, by the buttons above or by a colleague: what was typed here stays, and is a change only where it
  // differs from what is stored.
  useEffect(() => {
    reset(settings, { keepDirtyValues: true });
    resetDefaultValues(settings);
  }, [reset, resetDefaultValues, settings]);
  return (
    <Form
      form={form}
      className="max-w-3xl"
      onSubmit={async (values) => {
        const result = await onSave(
          Object.fromEntries(
            Object.entries(values).filter(([name]) => name in dirtyFields),
          ) as Partial<RoomSettings>,
        );
        if (result.ok) {
          reset(result.data);
          toast({ title: t('form.saved') });
        }
        return result;
      }}
    >
      <Card as="section">
        <CardHeader title={t('form.title')} description={t('form.text')} />
        <div className="flex flex-col gap-6">
          <RadioCardsField
            {...form.field('mode')}
            label={t('form.mode')}
            options={[
              {
                value: 'auto',
                label: t('mode.auto'),
                hint: t('mode.autoHint'),
                icon: <Zap aria-hidden="true" />,
              },
              {
                value: 'always',
                label: t('mode.always'),
                hint: t('mode.alwaysHint'),
                icon: <DoorOpen aria-hidden="true" />,
              },
              {
                value: 'off',
                label: t('mode.off'),
                hint: t('mode.offHint'),
                icon: <CircleOff aria-hidden="true" />,
              },
            ]}
          />
          {mode === 'auto' ? (
            <fieldset>
              <legend className="text-sm font-semibold">{t('form.schedule')}</legend>
              <p className="mt-1 mb-4 text-xs text-muted">{t('form.scheduleHint')}</p>
              <div className="grid gap-5 sm:grid-cols-2">
                <DateTimeFormField
                  {...form.field('opensAt')}
                  label={t('form.opensAt')}
                  zone={zone}
                />
                <DateTimeFormField
                  {...form.field('closesAt')}
                  label={t('form.closesAt')}
                  zone={zone}
                />
              </div>
            </fieldset>
          ) : null}
        </div>
      </Card>
      <Card as="section">
        <CardHeader title={t('form.pace')} />
        <div className="grid gap-5 sm:grid-cols-2">
          <NumberField
            {...form.field('admitPerMinute')}
            label={t('form.admitPerMinute')}
            hint={t('form.admitPerMinuteHint')}
            required
            min={1}
            max={600_000}
          />
          <NumberField
            {...form.field('admissionMinutes')}
            label={t('form.admissionMinutes')}
            hint={t('form.admissionMinutesHint')}
            required
            min={2}
            max={60}
          />
        </div>
      </Card>
      <Card as="section">
        <CardHeader title={t('form.fairness')} />
        <div className="flex flex-col gap-5">
          <SwitchField
            {...form.field('requiresAccount')}
            label={t('form.requiresAccount')}
            hint={t('form.requiresAccountHint')}
          />
          <RadioCardsField
            {...form.field('proofOfWork')}
            label={t('form.proof')}
            options={[
              { value: 'auto', label: t('proof.auto'), hint: t('proof.autoHint') },
              { value: 'always', label: t('proof.always'), hint: t('proof.alwaysHint') },
              { value: 'off', label: t('proof.off'), hint: t('proof.offHint') },
            ]}
          />
        </div>
      </Card>
      <FormActions>
        <SubmitButton>{t('common:actions.save')}</SubmitButton>
      </FormActions>
      <UnsavedGuard
        when={form.formState.isDirty}
        title={t('unsaved.title')}
        text={t('unsaved.text')}
        leaveLabel={t('unsaved.leave')}
      />
    </Form>
  );
}
