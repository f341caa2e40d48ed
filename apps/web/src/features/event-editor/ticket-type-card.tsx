'use client';

import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { formatMoney } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { Dialog } from '@/ui/dialog';
import { NumberField, SwitchField, TextareaField, TextField } from '@/ui/form';
import { SoldNote } from './sold-note';
import { TicketTypeOptions } from './ticket-type-options';
import type { TicketsEditorForm } from './tickets-form';
import { priceOf, type SoldState } from './tickets-model';

/** One ticket type: what most need at once, the rest behind "More options". */
export function TicketTypeCard({
  form,
  index,
  count,
  currency,
  zone,
  sold,
  onMove,
  onDuplicate,
  onRemove,
}: {
  form: TicketsEditorForm;
  index: number;
  count: number;
  currency: string;
  zone: string;
  sold: SoldState;
  onMove: (to: number) => void;
  onDuplicate?: () => void;
  onRemove: () => void;
}) {
  const t = useT('event-editor');
  const { formatLocale } = useLocale();
  const [isRefused, setRefused] = useState(false);
  const draft = useWatch({ control: form.control, name: `types.${index}` });
  // While a card is being removed, its values are gone for a moment.
  if (!draft) return null;
  const name = draft.name || t('tickets.unnamed', { number: index + 1 });
  const kept = sold.ordered.get(draft.id);
  const isOrdered = kept !== undefined;
  const counts = sold.types.get(draft.id);
  const price = priceOf(draft.price, currency);
  const priceHint =
    price === null
      ? undefined
      : price === 0
        ? t('tickets.free')
        : formatMoney({ amountMinor: price, currency }, formatLocale);
  // A quota that was sold from stays: its number may change, but not whether there is one.
  const ownHint =
    isOrdered && kept.has(draft.ownQuotaId)
      ? t('tickets.quantityKept')
      : isOrdered
        ? t('tickets.quantityLocked')
        : t('tickets.quantityHint');

  return (
    <Card as="li" aria-label={name} className={draft.isActive ? undefined : 'bg-sunken!'}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="flex min-w-0 flex-wrap items-center gap-2 text-base font-semibold">
          <span className="break-words">{name}</span>
          {draft.isActive ? null : <Badge>{t('tickets.off')}</Badge>}
          {draft.isHidden ? <Badge tone="info">{t('tickets.hiddenBadge')}</Badge> : null}
          <SoldNote counts={counts} />
        </h3>
        <div className="-mr-2 flex">
          <IconButton
            label={t('tickets.moveUp', { name })}
            data-move="up"
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          >
            <ArrowUp aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('tickets.moveDown', { name })}
            data-move="down"
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          >
            <ArrowDown aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('tickets.duplicate', { name })}
            disabled={!onDuplicate}
            onClick={onDuplicate}
          >
            <Copy aria-hidden="true" />
          </IconButton>
          <IconButton
            label={t('tickets.remove', { name })}
            onClick={() => (isOrdered ? setRefused(true) : onRemove())}
          >
            <Trash2 aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <div className="flex flex-col gap-5">
        <div className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-[2fr_1fr_1fr]">
          <TextField
            {...form.field(`types.${index}.name`)}
            label={t('tickets.name')}
            required
            placeholder={t('tickets.namePlaceholder')}
            className="max-sm:col-span-2"
          />
          <TextField
            {...form.field(`types.${index}.price`)}
            label={t('tickets.price')}
            hint={priceHint}
            required
            before={currency}
            placeholder="0"
            inputMode="decimal"
            autoComplete="off"
          />
          <NumberField
            {...form.field(`types.${index}.ownCapacity`)}
            label={t('tickets.quantity')}
            hint={ownHint}
            required
            placeholder={t('tickets.noLimit')}
            min={0}
            disabled={isOrdered && !kept.has(draft.ownQuotaId)}
          />
        </div>
        <TextareaField
          {...form.field(`types.${index}.description`)}
          label={t('tickets.description')}
          rows={2}
        />
        <SwitchField
          {...form.field(`types.${index}.isActive`)}
          label={t('tickets.active')}
          hint={t('tickets.activeHint')}
        />
        <TicketTypeOptions form={form} index={index} zone={zone} sold={sold} name={name} />
      </div>
      <Dialog
        open={isRefused}
        onOpenChange={setRefused}
        width="sm"
        title={t('tickets.orderedTitle', { name })}
        description={t(draft.isActive ? 'tickets.orderedText' : 'tickets.orderedOffText')}
        footer={
          draft.isActive ? (
            <>
              <Button onClick={() => setRefused(false)}>{t('common:actions.cancel')}</Button>
              <Button
                variant="primary"
                onClick={() => {
                  form.setValue(`types.${index}.isActive`, false, { shouldDirty: true });
                  setRefused(false);
                }}
              >
                {t('tickets.switchOff')}
              </Button>
            </>
          ) : (
            <Button onClick={() => setRefused(false)}>{t('common:actions.close')}</Button>
          )
        }
      />
    </Card>
  );
}
