'use client';

import { Ticket } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { CheckoutDocument, type CheckoutRegistrationFragment } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import {
  endHold,
  knownRegistration,
  linkCredential,
  registrationPath,
  rememberRegistration,
} from '@/lib/auth/registration-access';
import type { BrandColors } from '@/lib/brand';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { serverNow, useClockSkew } from '@/lib/server-clock';
import { Alert } from '@/ui/alert';
import { BrandScope } from '@/ui/brand-scope';
import { LinkButton } from '@/ui/button';
import { Countdown } from '@/ui/countdown';
import { PageHeader } from '@/ui/page-header';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { Stepper } from '@/ui/stepper';
import { AttendeesForm } from './attendees-form';
import { forgetDraft } from './draft';
import { HoldOver } from './hold-over';
import { OrderAside } from './order-aside';
import { PaymentWait } from './payment-wait';

export type CheckoutRegistration = CheckoutRegistrationFragment;
/** How the buyer came back from the payment page. */
export type PaymentReturn = 'return' | 'cancelled' | null;

/** While money may come: whoever waits for it, and whoever looks at the order meanwhile. */
const askEveryMs = { patient: 1_500, otherwise: 10_000 } as const;

/** From held tickets to paid ones. Where one is follows from the registration, so a reload loses nothing. */
export function CheckoutScreen({
  id,
  token,
  payment,
}: {
  id: string;
  token: string | null;
  payment: PaymentReturn;
}) {
  const t = useT('checkout');
  const router = useRouter();
  const { status: signedIn } = useAuth();
  const [isOver, setOver] = useState(false);
  const [isPatient, setPatient] = useState(true);
  /** Money may be on its way: from the payment page, or still when the time is over. */
  const awaitsPayment = (order: CheckoutRegistration | null | undefined): boolean =>
    order != null &&
    isPaymentOpen(order) &&
    (payment === 'return' || isOver || order.status === 'expired');
  const credential =
    linkCredential(id, token) ??
    (signedIn === 'loading' ? null : (knownRegistration(id)?.credential ?? null));
  const { data, error, isPending, refetch } = useGraphQuery(
    CheckoutDocument,
    { id },
    {
      registrationToken: credential,
      enabled: signedIn !== 'loading',
      // Who is recognized only now goes on looking at the same order.
      placeholderData: (previous) => (previous?.registration?.id === id ? previous : undefined),
      refetchInterval: ({ state }) =>
        (state.data ? awaitsPayment(state.data.registration) : payment === 'return')
          ? askEveryMs[isPatient ? 'patient' : 'otherwise']
          : false,
    },
  );
  const registration = data?.registration;
  const status = registration?.status;
  const eventId = registration?.event?.id;
  const expiresAt = registration?.expiresAt;
  useEffect(() => {
    if (credential && eventId)
      rememberRegistration({
        registrationId: id,
        credential,
        eventId,
        eventLink: knownRegistration(id)?.eventLink,
        expiresAt: status === 'pending' ? expiresAt : null,
      });
    if (status !== undefined && status !== 'pending') {
      endHold(id);
      forgetDraft(id);
    }
    if (status === 'confirmed') router.replace(registrationPath('registrations', id, credential));
  }, [id, credential, eventId, status, expiresAt, router]);

  if (isPending || status === 'confirmed') return <LoadingState lines={5} />;
  // What is shown stays while the server is away for a moment: somebody is filling it in.
  if (error && !data && error.failure.code !== 'TOKEN_INVALID')
    return <ErrorState error={error} onRetry={() => void refetch()} level={1} />;
  if (!registration?.event) {
    return (
      <EmptyState
        level={1}
        icon={<Ticket aria-hidden="true" />}
        title={t('notFoundTitle')}
        text={t('notFoundText')}
        action={
          <LinkButton variant="primary" href="/">
            {t('discover')}
          </LinkButton>
        }
      />
    );
  }
  const props = { registration, credential };
  const isWaiting = isPatient && awaitsPayment(registration);
  return (
    <BrandScope
      colors={registration.event.organization?.orgBranding?.colors as BrandColors | undefined}
    >
      {isWaiting ? (
        <PaymentWait
          registration={registration}
          isOver={isOver || status === 'expired'}
          onStopWaiting={() => setPatient(false)}
        />
      ) : status !== 'pending' || isOver ? (
        <HoldOver {...props} isPaymentOpen={isPaymentOpen(registration)} />
      ) : (
        <Details {...props} payment={payment} onOver={() => setOver(true)} />
      )}
    </BrandScope>
  );
}

/** Why the last try to pay failed, while the buyer may still try again. */
export function latestFailure(registration: CheckoutRegistration): string | null {
  return registration.payments.nodes[0]?.failureCode ?? null;
}

/**
 * Whether money may still come. A declined card before one that worked leaves its reason on the same
 * payment, so only the payment's end counts; and a payment may end well after the hold has run out.
 */
function isPaymentOpen({ status, payments, refunds }: CheckoutRegistration): boolean {
  const payment = payments.nodes[0];
  return (
    status !== 'cancelled' &&
    refunds.nodes.length === 0 &&
    (payment?.status === 'created' || payment?.status === 'pending')
  );
}

const failures = [
  'card_declined',
  'insufficient_funds',
  'authentication_failed',
  'expired_card',
  'incorrect_details',
  'processing_error',
] as const;

function Details({
  registration,
  credential,
  payment,
  onOver,
}: {
  registration: CheckoutRegistration;
  credential: string | null;
  payment: PaymentReturn;
  onOver: () => void;
}) {
  const t = useT('checkout');
  const skew = useClockSkew();
  const failure = latestFailure(registration);
  const known = failures.find((code) => code === failure) ?? 'processing_error';
  return (
    <>
      <div className="pt-6">
        <Stepper
          steps={[t('steps.tickets'), t('steps.attendees'), t('steps.payment'), t('steps.done')]}
          current={failure ? 2 : 1}
        />
      </div>
      <PageHeader
        title={t('title')}
        description={t('lead')}
        actions={
          registration.expiresAt && skew !== null ? (
            <Countdown until={registration.expiresAt} serverNow={serverNow(skew)} onOver={onOver} />
          ) : null
        }
      />
      {failure ? (
        <Alert tone="critical" live title={t('declinedTitle')} className="mb-6">
          {t(`failure.${known}`)} {t('stillHeld')}
        </Alert>
      ) : payment === 'cancelled' ? (
        <Alert tone="info" className="mb-6">
          {t('paymentCancelled')}
        </Alert>
      ) : null}
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <AttendeesForm registration={registration} credential={credential} />
        <OrderAside registration={registration} credential={credential} />
      </div>
    </>
  );
}
