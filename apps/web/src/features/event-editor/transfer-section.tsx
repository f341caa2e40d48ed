'use client';

import { isTimeZone } from '@/lib/format/zone';
import { useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { DateTimeFormField, SwitchField } from '@/ui/form';
import type { DetailsForm } from './details-form';

/** Whether guests may give their tickets to somebody else, and until when. */
export function TransferSection({ form }: { form: DetailsForm }) {
  const t = useT('event-editor');
  const [timezone, isTransferable] = form.watch(['timezone', 'isTransferable']);
  return (
    <Card as="section">
      <CardHeader title={t('transfer.title')} description={t('transfer.text')} />
      <div className="flex flex-col gap-5">
        <SwitchField
          {...form.field('isTransferable')}
          label={t('transfer.allowed')}
          hint={t('transfer.allowedHint')}
        />
        {isTransferable ? (
          <DateTimeFormField
            {...form.field('transfersCloseAt')}
            label={t('transfer.until')}
            hint={t('transfer.untilHint')}
            zone={isTimeZone(timezone) ? timezone : 'UTC'}
          />
        ) : null}
      </div>
    </Card>
  );
}
