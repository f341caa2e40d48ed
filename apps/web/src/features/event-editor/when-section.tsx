'use client';

import { useEffect, useMemo, useRef } from 'react';
import { fromLocalInput, isTimeZone, toLocalInput } from '@/lib/format/zone';
import { useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { DateTimeFormField, SelectField } from '@/ui/form';
import { zoneOptions } from './choices';
import type { DetailsForm } from './details-form';

const times = [
  'startsAt',
  'endsAt',
  'checkInOpensAt',
  'checkInClosesAt',
  'cancellableUntil',
  'transfersCloseAt',
] as const;
const usualLengthMs = 2 * 3_600_000;

export function WhenSection({ form }: { form: DetailsForm }) {
  const t = useT('event-editor');
  const [chosen, startsAt] = form.watch(['timezone', 'startsAt']);
  const zone = isTimeZone(chosen) ? chosen : 'UTC';
  const { getValues, setValue } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is made once, with the zone it begins with
  const zones = useMemo(() => zoneOptions(chosen), []);

  // Another zone means other instants, but the same times on the clock: 19:00 stays 19:00.
  const previousZone = useRef(zone);
  useEffect(() => {
    const before = previousZone.current;
    previousZone.current = zone;
    if (before === zone) return;
    for (const name of times) {
      const value = getValues(name);
      if (value) {
        setValue(name, fromLocalInput(toLocalInput(value, before), zone), { shouldDirty: true });
      }
    }
  }, [zone, getValues, setValue]);

  // A first start proposes an end. Years on their way to being typed (0002, 0020 …) do not.
  useEffect(() => {
    if (startsAt && getValues('endsAt') === null && Date.parse(startsAt) > Date.now()) {
      setValue('endsAt', new Date(Date.parse(startsAt) + usualLengthMs).toISOString());
    }
  }, [startsAt, getValues, setValue]);

  return (
    <Card as="section">
      <CardHeader title={t('when.title')} />
      <div className="flex flex-col gap-5">
        <SelectField
          {...form.field('timezone')}
          label={t('when.zone')}
          hint={t('when.zoneHint')}
          required
          options={zones}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <DateTimeFormField
            {...form.field('startsAt')}
            label={t('when.starts')}
            required
            zone={zone}
          />
          <DateTimeFormField
            {...form.field('endsAt')}
            label={t('when.ends')}
            required
            zone={zone}
          />
        </div>
        <fieldset>
          <legend className="text-sm font-semibold">{t('when.checkIn')}</legend>
          <p className="mt-1 mb-4 text-xs text-muted">{t('when.checkInHint')}</p>
          <div className="grid gap-5 sm:grid-cols-2">
            <DateTimeFormField
              {...form.field('checkInOpensAt')}
              label={t('when.checkInOpens')}
              zone={zone}
            />
            <DateTimeFormField
              {...form.field('checkInClosesAt')}
              label={t('when.checkInCloses')}
              zone={zone}
            />
          </div>
        </fieldset>
      </div>
    </Card>
  );
}
