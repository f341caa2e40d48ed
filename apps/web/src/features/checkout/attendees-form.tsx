'use client';

import { Lock, UserRoundCheck } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { z } from 'zod';
import {
  CheckoutDocument,
  ConfirmFreeRegistrationDocument,
  SaveAttendeesDocument,
  StartPaymentDocument,
} from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { registrationPath } from '@/lib/auth/registration-access';
import { signInPath } from '@/lib/auth/return-path';
import { formatMoney, minorUnits } from '@/lib/format/money';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Form, SubmitButton, TextField, useZodForm } from '@/ui/form';
import type { CheckoutRegistration } from './checkout-screen';
import { readDraft, writeDraft } from './draft';

const optionalEmail = z.union([z.literal(''), z.email().max(254)]);
const schema = z.object({
  buyerName: z.string().trim().min(1).max(120),
  buyerEmail: z.email().max(254),
  attendees: z.array(
    z.object({
      ticketTypeId: z.string(),
      name: z.string().trim().min(1).max(120),
      email: optionalEmail,
    }),
  ),
});

const savedAttendees = z.array(
  z.object({ ticketTypeId: z.string(), name: z.string(), email: z.string().nullish() }),
);

type Seat = { ticketTypeId: string; typeName: string };

/** One entry per ticket, in the order of the summary. */
function seatsOf(registration: CheckoutRegistration): Seat[] {
  return registration.registrationItems.nodes.flatMap(({ quantity, ticketType }) =>
    Array.from({ length: quantity }, () => ({
      ticketTypeId: ticketType?.id ?? '',
      typeName: ticketType?.name ?? '',
    })),
  );
}

/** What was saved before (a reload, a declined card), seat by seat. */
function initialAttendees(registration: CheckoutRegistration, seats: Seat[]) {
  const parsed = savedAttendees.safeParse(registration.attendeeInfo);
  const left = parsed.success ? [...parsed.data] : [];
  return seats.map(({ ticketTypeId }) => {
    const index = left.findIndex((saved) => saved.ticketTypeId === ticketTypeId);
    const [saved] = index < 0 ? [] : left.splice(index, 1);
    return { ticketTypeId, name: saved?.name ?? '', email: saved?.email ?? '' };
  });
}

/** Who buys and who comes; then on to the payment page, or straight to the tickets when they are free. */
export function AttendeesForm({
  registration,
  credential,
}: {
  registration: CheckoutRegistration;
  credential: string | null;
}) {
  const t = useT('checkout');
  const router = useRouter();
  const { formatLocale, locale } = useLocale();
  const { user } = useAuth();
  const link = { registrationToken: credential };
  const noting = { ...link, invalidate: [CheckoutDocument] };
  const save = useGraphMutation(SaveAttendeesDocument, noting);
  const start = useGraphMutation(StartPaymentDocument, noting);
  const confirm = useGraphMutation(ConfirmFreeRegistrationDocument, noting);
  const seats = seatsOf(registration);
  const form = useZodForm(schema, {
    defaultValues: readDraft(registration.id, seats) ?? {
      buyerName: registration.buyerName ?? '',
      buyerEmail: registration.buyerEmail ?? '',
      attendees: initialAttendees(registration, seats),
    },
  });
  const { getValues, setValue, watch } = form;
  useEffect(() => {
    const { unsubscribe } = watch((values) => writeDraft(registration.id, values));
    return unsubscribe;
  }, [watch, registration.id]);
  // Signing in fills what is still empty and touches nothing that was typed.
  useEffect(() => {
    if (!user) return;
    if (!getValues('buyerName')) setValue('buyerName', user.name);
    if (!getValues('buyerEmail')) setValue('buyerEmail', user.email);
  }, [user, getValues, setValue]);

  const totalMinor = minorUnits(registration.totalMinor);
  const amount = formatMoney(
    { amountMinor: totalMinor, currency: registration.currency },
    formatLocale,
  );
  const organization = registration.event?.organization;
  const maxPerPerson = registration.event?.maxTicketsPerPerson;
  const copyMine = (index: number) => {
    setValue(`attendees.${index}.name`, getValues('buyerName'), { shouldDirty: true });
    setValue(`attendees.${index}.email`, getValues('buyerEmail'), { shouldDirty: true });
  };

  return (
    <Form
      form={form}
      className="gap-6"
      failureTexts={{
        PAYMENT_UNAVAILABLE: t('paymentUnavailable'),
        ...(maxPerPerson ? { LIMIT_REACHED: t('limitPerPerson', { count: maxPerPerson }) } : {}),
      }}
      onSubmit={async (values) => {
        const registrationId = registration.id;
        const details = { ...values, locale };
        if (totalMinor === 0) {
          const saved = await save.run({ input: { registrationId, ...details } });
          if (!saved.ok) return saved;
          const confirmed = await confirm.run({ input: { registrationId } });
          if (confirmed.ok)
            router.replace(registrationPath('registrations', registrationId, credential));
          return confirmed;
        }
        const started = await start.run({ input: { registrationId, details } });
        const page = started.ok ? started.data.startPayment?.redirectUrl : null;
        if (page) window.location.assign(page);
        return started;
      }}
    >
      <Card as="section">
        <CardHeader title={t('buyer')} description={t('buyerText')} />
        <div className="flex flex-col gap-4">
          <TextField {...form.field('buyerName')} label={t('name')} autoComplete="name" required />
          <TextField
            {...form.field('buyerEmail')}
            label={t('email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            autoCapitalize="none"
            required
          />
          {user ? (
            <p className="text-sm text-muted">{t('signedInAs', { name: user.name })}</p>
          ) : (
            <Link
              href={signInPath(registrationPath('checkout', registration.id, credential))}
              className="inline-flex min-h-11 items-center self-start text-sm font-semibold underline underline-offset-4"
            >
              {t('signInInstead')}
            </Link>
          )}
        </div>
      </Card>
      {seats.map((seat, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the seats of a held order never change their order
        <Card as="section" key={index}>
          <CardHeader
            title={seat.typeName}
            level={3}
            description={t('ticketNumber', { number: index + 1, count: seats.length })}
            actions={
              <Button size="sm" onClick={() => copyMine(index)}>
                <UserRoundCheck aria-hidden="true" />
                {t('copyMine')}
              </Button>
            }
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              {...form.field(`attendees.${index}.name`)}
              label={t('attendeeName')}
              autoComplete="off"
              required
            />
            <TextField
              {...form.field(`attendees.${index}.email`)}
              label={t('attendeeEmail')}
              type="email"
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
            />
          </div>
        </Card>
      ))}
      <div className="flex flex-col gap-3">
        {organization?.orgBranding?.termsOfService ? (
          <p className="text-sm text-muted">
            {t('termsNote', { name: organization.name })}{' '}
            <Link
              href={`/o/${organization.slug}`}
              target="_blank"
              className="underline underline-offset-4"
            >
              {t('terms', { name: organization.name })}
            </Link>
          </p>
        ) : null}
        <SubmitButton size="lg" className="w-full">
          {totalMinor === 0 ? (
            t('confirmFree')
          ) : (
            <>
              <Lock aria-hidden="true" />
              {t('pay', { amount })}
            </>
          )}
        </SubmitButton>
        {totalMinor > 0 ? <p className="text-center text-xs text-muted">{t('toPayment')}</p> : null}
      </div>
    </Form>
  );
}
