'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { CancelMyTicketsDocument, RegistrationPageDocument } from '@/gql/graphql';
import { failureText } from '@/lib/errors';
import { formatDateTime } from '@/lib/format/dates';
import { formatMoney, minorUnits } from '@/lib/format/money';
import { formatCode } from '@/lib/format/ticket-code';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { ConfirmDialog } from '@/ui/dialog';
import { useToast } from '@/ui/toast';
import type { Registration } from './registration-screen';

/** The buyer's own way out, where the terms they bought under allow it; the database decides again. */
export function CancelTickets({
  registration,
  credential,
}: {
  registration: Registration;
  credential: string | null;
}) {
  const t = useT('registration');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const cancel = useGraphMutation(CancelMyTicketsDocument, {
    registrationToken: credential,
    invalidate: [RegistrationPageDocument],
  });
  const { cancellableUntil, cancellationRefundPercent, currency, event } = registration;
  const tickets = registration.tickets.nodes.filter(
    ({ status, checkedInAt }) => status === 'valid' && !checkedInAt,
  );
  if (!event || !cancellableUntil || Date.parse(cancellableUntil) <= Date.now()) return null;
  if (tickets.length === 0) return null;

  const prices = new Map(
    registration.registrationItems.nodes.map((item) => [
      item.ticketType?.id,
      minorUnits(item.unitPriceMinor),
    ]),
  );
  const priceOf = (ticket: (typeof tickets)[number]) => prices.get(ticket.ticketType?.id) ?? 0;
  // As cancel_my_tickets counts: each ticket's share is rounded by itself.
  const refundMinor = tickets
    .filter(({ id }) => chosen.includes(id))
    .reduce(
      (sum, ticket) => sum + Math.round((priceOf(ticket) * (cancellationRefundPercent ?? 0)) / 100),
      0,
    );
  const open = (next: boolean) => {
    setOpen(next);
    setProblem(null);
    if (next) setChosen(tickets.length === 1 ? tickets.map(({ id }) => id) : []);
  };
  const confirm = async () => {
    if (chosen.length === 0) {
      setProblem(t('cancel.nothingChosen'));
      return false;
    }
    const result = await cancel.run({ id: registration.id, ticketIds: [...chosen] });
    if (result.ok) toast({ title: t('cancel.done') });
    else setProblem([failureText(result.error, t), result.error.hint].filter(Boolean).join(' '));
    return result.ok;
  };

  return (
    <>
      <Button onClick={() => open(true)}>
        <Undo2 aria-hidden="true" />
        {t('cancel.action')}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={open}
        title={t('cancel.title')}
        description={t('cancel.text')}
        confirmLabel={
          chosen.length === 0 ? t('cancel.action') : t('cancel.confirm', { count: chosen.length })
        }
        dismissLabel={t('cancel.keep')}
        onConfirm={confirm}
      >
        <div className="flex flex-col gap-3">
          {problem ? (
            <Alert tone="critical" live>
              {problem}
            </Alert>
          ) : null}
          <fieldset>
            <legend className="sr-only">{t('cancel.tickets')}</legend>
            {tickets.map((ticket) => (
              <Checkbox
                key={ticket.id}
                label={<bdi>{ticket.attendeeName}</bdi>}
                hint={`${ticket.ticketType?.name} · ${formatCode(ticket.code)}`}
                checked={chosen.includes(ticket.id)}
                onChange={({ target }) => {
                  setProblem(null);
                  setChosen((ids) =>
                    target.checked ? [...ids, ticket.id] : ids.filter((id) => id !== ticket.id),
                  );
                }}
              />
            ))}
          </fieldset>
          <p aria-live="polite" className="text-sm font-semibold">
            {chosen.length === 0 || registration.totalMinor === '0'
              ? null
              : refundMinor > 0
                ? t('cancel.refund', {
                    amount: formatMoney({ amountMinor: refundMinor, currency }, formatLocale),
                  })
                : t('cancel.noRefund')}
          </p>
          <p className="text-xs text-muted">
            {t('cancel.until', {
              date: formatDateTime(cancellableUntil, event.timezone, formatLocale),
            })}
          </p>
        </div>
      </ConfirmDialog>
    </>
  );
}
