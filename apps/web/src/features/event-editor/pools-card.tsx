'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useWatch } from 'react-hook-form';
import { useT } from '@/lib/i18n/client';
import { Button, IconButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { NumberField, TextField } from '@/ui/form';
import { SoldNote } from './sold-note';
import type { TicketsEditorForm } from './tickets-form';
import { newPool, type PoolDraft, type SoldState } from './tickets-model';

const maxPools = 50;

/** Counted pools that several ticket types draw from, such as the seats of a balcony. */
export function PoolsCard({ form, sold }: { form: TicketsEditorForm; sold: SoldState }) {
  const t = useT('event-editor');
  const pools = useFieldArray({ control: form.control, name: 'pools', keyName: 'key' });
  const add = () => pools.append(newPool(), { focusName: `pools.${pools.fields.length}.name` });
  const remove = (index: number, { id }: PoolDraft) => {
    pools.remove(index);
    for (const [at, { sharedIds }] of form.getValues('types').entries()) {
      if (sharedIds.includes(id)) {
        form.setValue(
          `types.${at}.sharedIds`,
          sharedIds.filter((shared) => shared !== id),
          { shouldDirty: true },
        );
      }
    }
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-add-pool]')?.focus());
  };
  return (
    <Card as="section">
      <CardHeader title={t('pools.title')} description={t('pools.description')} />
      <div className="flex flex-col gap-4">
        {pools.fields.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line border-y border-line">
            {pools.fields.map((field, index) => (
              <PoolRow
                key={field.key}
                form={form}
                index={index}
                id={field.id}
                sold={sold}
                onRemove={() => remove(index, field)}
              />
            ))}
          </ul>
        ) : null}
        <div>
          <Button onClick={add} disabled={pools.fields.length >= maxPools} data-add-pool="">
            <Plus aria-hidden="true" />
            {t('pools.add')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function PoolRow({
  form,
  index,
  id,
  sold,
  onRemove,
}: {
  form: TicketsEditorForm;
  index: number;
  id: string;
  sold: SoldState;
  onRemove: () => void;
}) {
  const t = useT('event-editor');
  const [name, types] = useWatch({
    control: form.control,
    name: [`pools.${index}.name`, 'types'],
  });
  const users = types.filter(({ sharedIds }) => sharedIds.includes(id));
  const isKept = [...sold.ordered.values()].some((quotas) => quotas.has(id));
  return (
    <li className="flex flex-col gap-2 py-4">
      <div className="grid grid-cols-[1fr_auto] items-start gap-3 sm:grid-cols-[1fr_9rem_auto]">
        <TextField
          {...form.field(`pools.${index}.name`)}
          label={t('pools.name')}
          required
          placeholder={t('pools.namePlaceholder')}
          className="max-sm:col-span-2"
        />
        <NumberField
          {...form.field(`pools.${index}.capacity`)}
          label={t('pools.capacity')}
          required
          min={0}
        />
        <IconButton
          label={t('pools.remove', { name: name || t('pools.unnamed') })}
          disabled={isKept}
          onClick={onRemove}
          className="mt-6.5"
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      <div className="flex flex-wrap items-center gap-2 text-xs text-muted">
        <SoldNote counts={sold.quotas.get(id)} />
        <span>
          {users.length === 0
            ? t('pools.unused')
            : t('pools.users', {
                names: users.map((type) => type.name || t('pools.unnamed')).join(', '),
              })}
        </span>
        {isKept ? <span>{t('pools.kept')}</span> : null}
      </div>
    </li>
  );
}
