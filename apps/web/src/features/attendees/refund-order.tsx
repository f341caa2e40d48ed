'use client';

import { Banknote } from 'lucide-react';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { OrderDocument, RefundRegistrationDocument } from '@/gql/graphql';
import { formatMoney } from '@/lib/format/money';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Form, FormActions, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { useToast } from '@/ui/toast';
import type { Order } from './order-detail';
import { amountOf, kept } from './order-money';

/** Money back for an order whose tickets stay: for goodwill, or because a refund failed. */
export function RefundOrder({ order }: { order: Order }) {
  const t = useT('attendees');
  const [isOpen, setOpen] = useState(false);
  // Kept until it is known to be done: asked again after an answer got lost, it is the same refund.
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm">
          <Banknote aria-hidden="true" />
          {t('order.giveBack.action')}
        </Button>
      }
      title={t('order.giveBack.title')}
      description={t('order.giveBack.text')}
    >
      <RefundForm
        order={order}
        idempotencyKey={idempotencyKey}
        onDone={() => {
          setKey(crypto.randomUUID());
          setOpen(false);
        }}
      />
    </Dialog>
  );
}

function RefundForm({
  order,
  idempotencyKey,
  onDone,
}: {
  order: Order;
  idempotencyKey: string;
  onDone: () => void;
}) {
  const t = useT('attendees');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const refund = useGraphMutation(RefundRegistrationDocument, { invalidate: [OrderDocument] });
  const most = formatMoney({ amountMinor: kept(order), currency: order.currency }, formatLocale);
  const schema = useMemo(
    () =>
      z.object({
        amount: amountOf(order, {
          least: 1,
          tooBig: t('order.amountTooBig', { amount: most }),
        }),
      }),
    [order, most, t],
  );
  const form = useZodForm(schema, { defaultValues: { amount: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ amount }) => {
        const result = await refund.run({
          id: order.id,
          amountMinor: String(amount),
          idempotencyKey,
        });
        if (result.ok) {
          toast({ title: t('order.giveBack.done') });
          onDone();
        }
        return result;
      }}
    >
      <TextField
        {...form.field('amount')}
        label={t('order.giveBack.amount')}
        hint={t('order.giveBack.amountHint', { amount: most })}
        required
        before={order.currency}
        inputMode="decimal"
        autoComplete="off"
      />
      <FormActions>
        <SubmitButton>{t('order.giveBack.confirm')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
