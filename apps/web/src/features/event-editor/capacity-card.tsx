'use client';

import { useWatch } from 'react-hook-form';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Card } from '@/ui/card';
import { NumberField, SwitchField } from '@/ui/form';
import { SoldNote } from './sold-note';
import type { TicketsEditorForm } from './tickets-form';
import type { SoldState } from './tickets-model';

/** How many people the whole event takes, whatever they buy. */
export function CapacityCard({ form, sold }: { form: TicketsEditorForm; sold: SoldState }) {
  const t = useT('event-editor');
  const [hasCapacity, capacityId, types] = useWatch({
    control: form.control,
    name: ['hasCapacity', 'capacityId', 'types'],
  });
  const isLocked = [...sold.ordered.values()].some((quotas) => quotas.has(capacityId));
  // Ordered before there was a capacity: their tickets cannot be counted in it afterwards.
  const uncounted = types.filter(
    ({ id, drawsFromEvent }) => drawsFromEvent && sold.ordered.get(id)?.has(capacityId) === false,
  );
  return (
    <Card as="section" aria-label={t('tickets.capacity')}>
      <SwitchField
        {...form.field('hasCapacity')}
        label={t('tickets.hasCapacity')}
        hint={t(isLocked ? 'tickets.capacityLocked' : 'tickets.hasCapacityHint')}
        disabled={isLocked}
      />
      {hasCapacity ? (
        <div className="mt-3 flex flex-col gap-3">
          <div className="flex flex-wrap items-start gap-3">
            <NumberField
              {...form.field('capacity')}
              label={t('tickets.capacity')}
              required
              min={0}
              className="w-full sm:w-56"
            />
            <span className="flex min-h-11 flex-wrap items-center gap-2 sm:mt-6.5">
              <SoldNote counts={sold.quotas.get(capacityId)} />
            </span>
          </div>
          {uncounted.length > 0 ? (
            <Alert tone="caution">
              {t('tickets.uncounted', { names: uncounted.map(({ name }) => name).join(', ') })}
            </Alert>
          ) : null}
        </div>
      ) : null}
    </Card>
  );
}
