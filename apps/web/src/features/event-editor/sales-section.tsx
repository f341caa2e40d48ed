'use client';

import { EyeOff, Globe } from 'lucide-react';
import { useMemo } from 'react';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { Field } from '@/ui/field';
import { NumberField, RadioCardsField, SelectField, TextField } from '@/ui/form';
import { Input } from '@/ui/input';
import { currencyOptions } from './choices';
import type { DetailsForm } from './details-form';

export function SalesSection({
  form,
  isCurrencyLocked,
}: {
  form: DetailsForm;
  isCurrencyLocked: boolean;
}) {
  const t = useT('event-editor');
  const { locale } = useLocale();
  const currency = form.watch('currency');
  const currencies = useMemo(() => currencyOptions(locale, currency), [locale, currency]);
  return (
    <Card as="section">
      <CardHeader title={t('sales.title')} />
      <div className="flex flex-col gap-5">
        <RadioCardsField
          {...form.field('visibility')}
          label={t('sales.visibility')}
          options={[
            {
              value: 'public',
              label: t('sales.public'),
              hint: t('sales.publicHint'),
              icon: <Globe aria-hidden="true" />,
            },
            {
              value: 'unlisted',
              label: t('sales.unlisted'),
              hint: t('sales.unlistedHint'),
              icon: <EyeOff aria-hidden="true" />,
            },
          ]}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          {isCurrencyLocked ? (
            <Field label={t('sales.currency')} hint={t('sales.currencyLocked')} required>
              <Input
                readOnly
                value={currencies.find(({ value }) => value === currency)?.label ?? currency}
              />
            </Field>
          ) : (
            <SelectField
              {...form.field('currency')}
              label={t('sales.currency')}
              hint={t('sales.currencyHint')}
              required
              options={currencies}
            />
          )}
          <NumberField
            {...form.field('holdMinutes')}
            label={t('sales.hold')}
            hint={t('sales.holdHint')}
            required
            min={1}
            max={120}
          />
          <NumberField
            {...form.field('maxTicketsPerOrder')}
            label={t('sales.perOrder')}
            required
            min={1}
            max={1000}
          />
          <NumberField
            {...form.field('maxTicketsPerPerson')}
            label={t('sales.perPerson')}
            hint={t('sales.perPersonHint')}
            min={1}
            max={1000}
          />
        </div>
        <TextField
          {...form.field('contactEmail')}
          label={t('sales.contact')}
          hint={t('sales.contactHint')}
          type="email"
          autoComplete="off"
        />
      </div>
    </Card>
  );
}
