'use client';

import { Undo2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { CancelTicketsDocument, OrderDocument } from '@/gql/graphql';
import { formatMoney, minorUnits } from '@/lib/format/money';
import { moneyInput } from '@/lib/format/money-input';
import { formatCode } from '@/lib/format/ticket-code';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import {
  CheckboxGroupField,
  Form,
  FormActions,
  SubmitButton,
  TextareaField,
  TextField,
  useZodForm,
} from '@/ui/form';
import { useToast } from '@/ui/toast';
import type { Order } from './order-detail';
import { amountOf, kept } from './order-money';

/** The organizer takes tickets of an order back, and says how much money goes back with them. */
export function CancelTickets({ order }: { order: Order }) {
  const t = useT('attendees');
  const [isOpen, setOpen] = useState(false);
  const tickets = order.tickets.nodes.filter(
    ({ status, checkedInAt }) => status === 'valid' && !checkedInAt,
  );
  if (tickets.length === 0) return null;
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          <Undo2 aria-hidden="true" />
          {t('order.cancel.action')}
        </Button>
      }
      title={t('order.cancel.title')}
      description={t('order.cancel.text')}
    >
      <CancelForm order={order} tickets={tickets} onDone={() => setOpen(false)} />
    </Dialog>
  );
}

function CancelForm({
  order,
  tickets,
  onDone,
}: {
  order: Order;
  tickets: Order['tickets']['nodes'];
  onDone: () => void;
}) {
  const t = useT('attendees');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const cancel = useGraphMutation(CancelTicketsDocument, { invalidate: [OrderDocument] });
  const most = kept(order);
  const mostText = formatMoney({ amountMinor: most, currency: order.currency }, formatLocale);
  const schema = useMemo(
    () =>
      z.object({
        ticketIds: z.array(z.string()).min(1, 'attendees:order.cancel.ticketsRule'),
        refund: amountOf(order, { tooBig: t('order.amountTooBig', { amount: mostText }) }),
        message: z.string().trim().max(2_000),
      }),
    [order, mostText, t],
  );
  /** What these cost, as far as it is there. */
  const worth = (ids: readonly string[]) => {
    const prices = new Map(
      order.registrationItems.nodes.map((item) => [
        item.ticketType?.id,
        minorUnits(item.unitPriceMinor),
      ]),
    );
    const sum = tickets
      .filter(({ id }) => ids.includes(id))
      .reduce((total, ticket) => total + (prices.get(ticket.ticketType?.id) ?? 0), 0);
    return moneyInput(Math.min(sum, most), order.currency);
  };
  const all = tickets.map(({ id }) => id);
  const form = useZodForm(schema, {
    defaultValues: { ticketIds: all, refund: worth(all), message: '' },
  });
  const { setValue, formState } = form;
  const chosen = form.watch('ticketIds');
  const proposal = worth(chosen);
  const isOwnAmount = formState.dirtyFields.refund === true;
  // The proposal follows the choice until somebody types an amount of their own.
  useEffect(() => {
    if (!isOwnAmount) setValue('refund', proposal);
  }, [proposal, isOwnAmount, setValue]);

  return (
    <Form
      form={form}
      onSubmit={async ({ ticketIds, refund, message }) => {
        const result = await cancel.run({
          id: order.id,
          ticketIds,
          refundMinor: String(refund),
          message,
        });
        if (result.ok) {
          toast(
            result.data.cancelTickets?.isKnownAtDoor
              ? { title: t('order.cancel.done') }
              : {
                  tone: 'info',
                  title: t('order.cancel.done'),
                  text: t('order.cancel.doorUnsure'),
                },
          );
          onDone();
        }
        return result;
      }}
    >
      <CheckboxGroupField
        {...form.field('ticketIds')}
        label={t('order.cancel.tickets')}
        options={tickets.map((ticket) => ({
          value: ticket.id,
          label: `${ticket.attendeeName} · ${ticket.ticketType?.name} · ${formatCode(ticket.code)}`,
        }))}
      />
      {most > 0 ? (
        <TextField
          {...form.field('refund')}
          label={t('order.cancel.refund')}
          hint={t('order.cancel.refundHint', { amount: mostText })}
          before={order.currency}
          inputMode="decimal"
          autoComplete="off"
        />
      ) : null}
      <TextareaField
        {...form.field('message')}
        label={t('order.cancel.message')}
        hint={t('order.cancel.messageHint')}
        rows={3}
        maxLength={2_000}
      />
      <FormActions>
        <SubmitButton variant="danger">{t('order.cancel.confirm')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
