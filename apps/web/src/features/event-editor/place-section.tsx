'use client';

import { useMemo } from 'react';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { SelectField, TextField } from '@/ui/form';
import { countryOptions } from './choices';
import type { DetailsForm } from './details-form';

export function PlaceSection({ form }: { form: DetailsForm }) {
  const t = useT('event-editor');
  const { locale } = useLocale();
  const [eventType, country] = form.watch(['eventType', 'country']);
  const countries = useMemo(() => countryOptions(locale, country), [locale, country]);
  return (
    <Card as="section">
      <CardHeader title={t('where.title')} />
      <div className="flex flex-col gap-5">
        {eventType === 'online' ? null : (
          <>
            <div className="grid gap-5 sm:grid-cols-[2fr_1fr]">
              <TextField {...form.field('venue')} label={t('where.venue')} />
              <TextField {...form.field('room')} label={t('where.room')} />
            </div>
            <TextField
              {...form.field('address')}
              label={t('where.address')}
              hint={t('where.addressHint')}
              autoComplete="off"
            />
            <div className="grid gap-5 sm:grid-cols-2">
              <TextField {...form.field('city')} label={t('where.city')} />
              <SelectField
                {...form.field('country')}
                label={t('where.country')}
                options={countries}
                placeholder={t('common:field.choose')}
              />
            </div>
          </>
        )}
        {eventType === 'in_person' ? null : (
          <TextField
            {...form.field('onlineUrl')}
            label={t('where.onlineUrl')}
            hint={t('where.onlineUrlHint')}
            inputMode="url"
            autoCapitalize="none"
            placeholder="https://"
          />
        )}
      </div>
    </Card>
  );
}
