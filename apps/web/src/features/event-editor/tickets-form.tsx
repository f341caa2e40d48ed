'use client';

import { Plus, Ticket } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFieldArray } from 'react-hook-form';
import {
  EventDetailsDocument,
  OrganizerEventsDocument,
  SaveTicketSetupDocument,
  TicketSetupDocument,
  type TicketSetupQuery,
  WorkspaceEventDocument,
} from '@/gql/graphql';
import { formatNumber } from '@/lib/format/money';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Form, SubmitButton, useZodForm, type ZodForm } from '@/ui/form';
import { UnsavedGuard } from '@/ui/form/unsaved-guard';
import { EmptyState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { CapacityCard } from './capacity-card';
import { ForecastLine } from './forecast-line';
import { PoolsCard } from './pools-card';
import { TicketTypeCard } from './ticket-type-card';
import { copyOf, newType, type TicketSetup, toInput, toSetup, toSoldState } from './tickets-model';
import { ticketsSchema } from './tickets-schema';
import { ValidateOnLeave } from './validate-on-leave';

export type TicketsEditorForm = ZodForm<TicketSetup, TicketSetup>;
type Stored = Omit<TicketSetupQuery, 'event'> & { event: NonNullable<TicketSetupQuery['event']> };

/** `save_event_tickets` takes no more. */
const maxTypes = 200;

/**
 * The whole setup in one form, saved at once or not at all. What was sold and held comes from
 * `stored` and stays current while people type; what they type is theirs until they save.
 */
export function TicketsForm({
  stored,
  onStale,
}: {
  stored: Stored;
  /** The numbers on screen were overtaken. */
  onStale: () => Promise<void>;
}) {
  const t = useT('event-editor');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const { event } = stored;
  const sold = useMemo(() => toSoldState(stored), [stored]);
  const schema = useMemo(
    () =>
      ticketsSchema({
        currency: event.currency,
        sold,
        tooSmall: ({ sold: s, held, least }) => {
          const n = (value: number) => formatNumber(value, formatLocale);
          return t('errors.belowSold', { sold: n(s), held: n(held), least: n(least) });
        },
      }),
    [event.currency, sold, t, formatLocale],
  );
  const [initial] = useState(() => toSetup(stored));
  const form = useZodForm<TicketSetup, TicketSetup>(schema, { defaultValues: initial });
  const { trigger } = form;
  const { isSubmitted, isDirty } = form.formState;
  const types = useFieldArray({ control: form.control, name: 'types', keyName: 'key' });
  const save = useGraphMutation(SaveTicketSetupDocument, {
    invalidate: [
      TicketSetupDocument,
      EventDetailsDocument,
      OrganizerEventsDocument,
      WorkspaceEventDocument,
    ],
  });
  const [serverHint, setServerHint] = useState('');
  const [announcement, setAnnouncement] = useState('');
  const list = useRef<HTMLUListElement>(null);

  // New counts may make a capacity too small that was not, or the other way round.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the schema is what changes, trigger reads it
  useEffect(() => {
    if (isSubmitted) void trigger();
  }, [schema]);

  const submit = async (values: TicketSetup) => {
    const input = toInput(values, {
      currency: event.currency,
      sold,
      capacityName: t('tickets.capacityName'),
    });
    const result = await save.run({ eventId: event.id, ...input });
    if (result.ok) {
      form.reset(values);
      toast({
        title: t('tickets.saved'),
        text: event.status === 'draft' ? t('tickets.savedDraft') : undefined,
      });
    } else {
      setServerHint(result.error.hint ?? '');
      if (result.error.code === 'CAPACITY_BELOW_SOLD' || result.error.code === 'INVALID_STATE') {
        await onStale();
      }
    }
    return result;
  };

  const typeName = (index: number) =>
    form.getValues(`types.${index}.name`) || t('tickets.unnamed', { number: index + 1 });
  /** React moves the card, and a browser may lose the focus on the way. */
  const focusIn = (index: number, selector: string) =>
    requestAnimationFrame(() => {
      const card = list.current?.children[index];
      const target =
        card?.querySelector<HTMLElement>(`${selector}:not(:disabled)`) ??
        card?.querySelector<HTMLElement>('[data-move]:not(:disabled)');
      target?.focus();
    });
  const move = (from: number, to: number) => {
    const name = typeName(from);
    types.move(from, to);
    focusIn(to, `[data-move="${to < from ? 'up' : 'down'}"]`);
    setAnnouncement(t('tickets.moved', { name, position: to + 1, total: types.fields.length }));
  };
  const add = () => types.append(newType(), { focusName: `types.${types.fields.length}.name` });
  const isFull = types.fields.length >= maxTypes;
  const addButton = (
    <Button onClick={add} disabled={isFull} data-add-type="">
      <Plus aria-hidden="true" />
      {t('tickets.add')}
    </Button>
  );

  return (
    <Form
      form={form}
      onSubmit={submit}
      failureTexts={{
        CAPACITY_BELOW_SOLD: `${t('common:errors.CAPACITY_BELOW_SOLD')} ${serverHint}`,
        INVALID_STATE: t('tickets.overtaken'),
      }}
    >
      {/* What gets the focus must not lie below the bar that stays at the bottom. */}
      <ValidateOnLeave
        form={form}
        className="flex flex-col gap-6 [&_:is(input,textarea,button)]:scroll-my-44"
      >
        <CapacityCard form={form} sold={sold} />
        <section className="flex flex-col gap-4" aria-labelledby="ticket-types">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <div className="min-w-0">
              <h2 id="ticket-types" className="text-lg font-semibold tracking-tight">
                {t('tickets.types')}
              </h2>
              <p className="text-sm text-muted">{t('tickets.typesText')}</p>
            </div>
          </div>
          {types.fields.length === 0 ? (
            <EmptyState
              level={3}
              icon={<Ticket aria-hidden="true" />}
              title={t('tickets.emptyTitle')}
              text={t('tickets.emptyText')}
              action={addButton}
            />
          ) : (
            <>
              <ul ref={list} className="flex flex-col gap-4">
                {types.fields.map((field, index) => (
                  <TicketTypeCard
                    key={field.key}
                    form={form}
                    index={index}
                    count={types.fields.length}
                    currency={event.currency}
                    zone={event.timezone}
                    sold={sold}
                    onMove={(to) => move(index, to)}
                    onDuplicate={
                      isFull
                        ? undefined
                        : () => {
                            const original = form.getValues(`types.${index}`);
                            const name = t('tickets.copyOf', { name: original.name }).slice(0, 120);
                            types.insert(index + 1, copyOf(original, name), {
                              focusName: `types.${index + 1}.name`,
                            });
                          }
                    }
                    onRemove={() => {
                      setAnnouncement(t('tickets.removed', { name: typeName(index) }));
                      types.remove(index);
                      requestAnimationFrame(() =>
                        document.querySelector<HTMLElement>('[data-add-type]')?.focus(),
                      );
                    }}
                  />
                ))}
              </ul>
              <div>{addButton}</div>
            </>
          )}
        </section>
        <PoolsCard form={form} sold={sold} />
      </ValidateOnLeave>
      <div className="sticky bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 -mx-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line bg-surface px-4 py-3 shadow-float sm:mx-0 sm:rounded-card sm:border lg:bottom-4">
        <ForecastLine form={form} sold={sold} currency={event.currency} />
        <SubmitButton className="max-sm:w-full">{t('tickets.save')}</SubmitButton>
      </div>
      <p role="status" className="sr-only">
        {announcement}
      </p>
      <UnsavedGuard
        when={isDirty}
        title={t('unsaved.title')}
        text={t('unsaved.text')}
        leaveLabel={t('unsaved.leave')}
      />
    </Form>
  );
}
