'use client';

import { ChevronDown } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import { useT } from '@/lib/i18n/client';
import { Checkbox } from '@/ui/checkbox';
import { cx } from '@/ui/cx';
import { CheckboxField, DateTimeFormField, NumberField } from '@/ui/form';
import type { TicketsEditorForm } from './tickets-form';
import type { SoldState } from './tickets-model';

const fields = ['saleStartsAt', 'saleEndsAt', 'minPerOrder', 'maxPerOrder'] as const;

/** Sale window, limits, visibility and shared quotas of one type. Opens by itself when something in it is wrong. */
export function TicketTypeOptions({
  form,
  index,
  zone,
  sold,
  name,
}: {
  form: TicketsEditorForm;
  index: number;
  zone: string;
  sold: SoldState;
  name: string;
}) {
  const t = useT('event-editor');
  const regionId = useId();
  const [isOpen, setOpen] = useState(false);
  const { errors } = useFormState({ control: form.control, name: `types.${index}` });
  const hasError = fields.some((field) => errors.types?.[index]?.[field] !== undefined);
  useEffect(() => {
    if (hasError) setOpen(true);
  }, [hasError]);
  return (
    <div className="border-t border-line pt-1">
      <button
        type="button"
        aria-label={t('tickets.moreOf', { name })}
        aria-expanded={isOpen}
        aria-controls={regionId}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-11 items-center gap-2 rounded-control text-sm font-semibold text-brand"
      >
        <ChevronDown
          aria-hidden="true"
          className={cx('size-4 transition-transform', isOpen && 'rotate-180')}
        />
        {t('tickets.more')}
      </button>
      <div id={regionId} hidden={!isOpen}>
        {isOpen ? (
          <div className="flex flex-col gap-5 pt-3">
            <div className="grid gap-5 sm:grid-cols-2">
              <DateTimeFormField
                {...form.field(`types.${index}.saleStartsAt`)}
                label={t('tickets.saleStarts')}
                hint={t('tickets.saleStartsHint')}
                zone={zone}
              />
              <DateTimeFormField
                {...form.field(`types.${index}.saleEndsAt`)}
                label={t('tickets.saleEnds')}
                hint={t('tickets.saleEndsHint')}
                zone={zone}
              />
            </div>
            <div className="grid grid-cols-2 gap-5">
              <NumberField
                {...form.field(`types.${index}.minPerOrder`)}
                label={t('tickets.minPerOrder')}
                required
                min={1}
              />
              <NumberField
                {...form.field(`types.${index}.maxPerOrder`)}
                label={t('tickets.maxPerOrder')}
                required
                min={1}
              />
            </div>
            <CheckboxField
              {...form.field(`types.${index}.isHidden`)}
              label={t('tickets.hidden')}
              hint={t('tickets.hiddenHint')}
            />
            <DrawsFrom form={form} index={index} sold={sold} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** Which counted pools one ticket of the type takes a place in. */
function DrawsFrom({
  form,
  index,
  sold,
}: {
  form: TicketsEditorForm;
  index: number;
  sold: SoldState;
}) {
  const t = useT('event-editor');
  const [draft, pools, hasCapacity, capacityId] = useWatch({
    control: form.control,
    name: [`types.${index}`, 'pools', 'hasCapacity', 'capacityId'],
  });
  const kept = sold.ordered.get(draft.id);
  const choose = (id: string, isChosen: boolean) =>
    form.setValue(
      `types.${index}.sharedIds`,
      isChosen ? [...draft.sharedIds, id] : draft.sharedIds.filter((shared) => shared !== id),
      { shouldDirty: true },
    );
  return (
    <fieldset disabled={kept !== undefined}>
      <legend className="text-sm font-semibold">{t('tickets.drawsFrom')}</legend>
      <p className="mt-0.5 text-xs text-muted">
        {t(kept ? 'tickets.drawsFromLocked' : 'tickets.drawsFromHint')}
      </p>
      {hasCapacity ? (
        <Checkbox
          label={t('tickets.drawsFromEvent')}
          hint={t('tickets.drawsFromEventHint')}
          checked={kept ? kept.has(capacityId) : draft.drawsFromEvent}
          disabled={kept !== undefined}
          onChange={({ target }) =>
            form.setValue(`types.${index}.drawsFromEvent`, target.checked, { shouldDirty: true })
          }
        />
      ) : null}
      {pools.map((pool) => (
        <Checkbox
          key={pool.id}
          label={pool.name || t('pools.unnamed')}
          checked={draft.sharedIds.includes(pool.id)}
          disabled={kept !== undefined}
          onChange={({ target }) => choose(pool.id, target.checked)}
        />
      ))}
      {pools.length === 0 ? (
        <p className="mt-2 text-xs text-muted">{t('tickets.noPools')}</p>
      ) : null}
    </fieldset>
  );
}
