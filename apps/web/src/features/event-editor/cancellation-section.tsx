'use client';

import { isTimeZone } from '@/lib/format/zone';
import { useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { DateTimeFormField, NumberField } from '@/ui/form';
import type { DetailsForm } from './details-form';

/** Under which terms guests may cancel what they bought from now on. */
export function CancellationSection({ form }: { form: DetailsForm }) {
  const t = useT('event-editor');
  const [timezone, until] = form.watch(['timezone', 'cancellableUntil']);
  return (
    <Card as="section">
      <CardHeader title={t('cancellation.title')} description={t('cancellation.description')} />
      <div className="grid gap-5 sm:grid-cols-2">
        <DateTimeFormField
          {...form.field('cancellableUntil')}
          label={t('cancellation.until')}
          hint={t('cancellation.untilHint')}
          zone={isTimeZone(timezone) ? timezone : 'UTC'}
        />
        {until ? (
          <NumberField
            {...form.field('cancellationRefundPercent')}
            label={t('cancellation.percent')}
            hint={t('cancellation.percentHint')}
            required
            min={0}
            max={100}
          />
        ) : null}
      </div>
    </Card>
  );
}
