'use client';

import { Ticket } from 'lucide-react';
import { useEffect } from 'react';
import { RegistrationPageDocument, type RegistrationPageQuery } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import {
  endHold,
  knownRegistration,
  linkCredential,
  rememberRegistration,
} from '@/lib/auth/registration-access';
import { signInPath } from '@/lib/auth/return-path';
import type { BrandColors } from '@/lib/brand';
import { formatMoney, minorUnits } from '@/lib/format/money';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { withLink } from '@/lib/sale/paths';
import { Alert } from '@/ui/alert';
import { BrandScope } from '@/ui/brand-scope';
import { LinkButton } from '@/ui/button';
import { PageHeader } from '@/ui/page-header';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { GiveTicket, isTransferOpen } from './give-ticket';
import { HandedOverTicket } from './handed-over-ticket';
import { OrderSummary } from './order-summary';
import { TicketActions } from './ticket-actions';
import { TicketCard } from './ticket-card';

export type Registration = NonNullable<RegistrationPageQuery['registration']>;

/** A registration for its holder: by the link of the mail, by this browser's memory, or by account. */
export function RegistrationScreen({ id, token }: { id: string; token: string | null }) {
  const t = useT('registration');
  const { status: signedIn } = useAuth();
  const credential =
    linkCredential(id, token) ??
    (signedIn === 'loading' ? null : (knownRegistration(id)?.credential ?? null));
  const { data, error, isPending, refetch } = useGraphQuery(
    RegistrationPageDocument,
    { id },
    {
      registrationToken: credential,
      enabled: signedIn !== 'loading',
      // Who is recognized only now goes on looking at the same order.
      placeholderData: (previous) => (previous?.registration?.id === id ? previous : undefined),
      // A payment or a refund may be on its way: look again until the provider has it.
      refetchInterval: ({ state }) =>
        state.data?.registration?.status === 'pending' ||
        state.data?.registration?.refunds.nodes.some(({ status }) => status === 'queued')
          ? 3_000
          : false,
    },
  );
  const registration = data?.registration;
  const eventId = registration?.event?.id;
  const isSettled = registration !== undefined && registration?.status !== 'pending';
  useEffect(() => {
    if (credential && eventId) rememberRegistration({ registrationId: id, credential, eventId });
    if (isSettled) endHold(id);
  }, [id, credential, eventId, isSettled]);

  if (isPending) return <LoadingState lines={5} />;
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
          <>
            <LinkButton href="/find-tickets" variant="primary">
              {t('findTickets')}
            </LinkButton>
            {signedIn === 'signedIn' ? null : (
              <LinkButton href={signInPath(`/registrations/${id}`)}>{t('signIn')}</LinkButton>
            )}
          </>
        }
      />
    );
  }
  return (
    <BrandScope
      colors={registration.event.organization?.orgBranding?.colors as BrandColors | undefined}
    >
      <Holding registration={registration} credential={credential} />
    </BrandScope>
  );
}

function Holding({
  registration,
  credential,
}: {
  registration: Registration;
  credential: string | null;
}) {
  const t = useT('registration');
  const { formatLocale } = useLocale();
  const { event } = registration;
  if (!event) return null;
  const { eventLink = null } = knownRegistration(registration.id) ?? {};
  const eventPath = withLink(`/e/${event.organization?.slug}/${event.slug}`, eventLink);
  const { status } = registration;
  const isOff = event.status === 'cancelled';
  const tickets = registration.tickets.nodes;
  const handedOver = registration.handedOverTickets.nodes;
  const isAllGiven = tickets.length === 0 && handedOver.length > 0;
  const titles = {
    confirmed: isAllGiven
      ? [t('allGivenTitle'), t('allGivenText')]
      : [
          t('confirmedTitle'),
          registration.buyerEmail ? t('confirmedText', { email: registration.buyerEmail }) : '',
        ],
    pending: [t('pendingTitle'), t('pendingText')],
    expired: [t('expiredTitle'), t('expiredText')],
    cancelled: isOff
      ? [t('eventCancelled'), t('eventCancelledText')]
      : [t('cancelledTitle'), t('cancelledText')],
  } as const;
  const [title, text] = titles[status];
  const mayGive = status === 'confirmed' && isTransferOpen(event);

  return (
    <>
      <PageHeader
        className="print:hidden"
        eyebrow={t('number', { number: registration.confirmationNumber })}
        title={title}
        description={text}
        badge={status === 'confirmed' ? null : <StatusBadge status={status} />}
        actions={
          status === 'pending' ? (
            <LinkButton
              variant="primary"
              size="lg"
              href={`/checkout/${registration.id}${credential ? `?token=${encodeURIComponent(credential)}` : ''}`}
            >
              {t('continue')}
            </LinkButton>
          ) : status === 'expired' ? (
            <LinkButton variant="primary" size="lg" href={eventPath}>
              {t('chooseAgain')}
            </LinkButton>
          ) : null
        }
      />
      <div className="flex flex-col gap-4 pb-6 empty:hidden print:hidden">
        {isOff && event.cancellationReason ? (
          <Alert tone="critical">{t('reason', { reason: event.cancellationReason })}</Alert>
        ) : null}
        {registration.refunds.nodes.map((refund) => (
          <Alert key={refund.id} tone={refund.status === 'failed' ? 'critical' : 'info'}>
            {t(`refund.${refund.status}`, {
              amount: formatMoney(
                { amountMinor: minorUnits(refund.amountMinor), currency: refund.currency },
                formatLocale,
              ),
            })}
          </Alert>
        ))}
      </div>
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] print:block">
        <div className="flex min-w-0 flex-col gap-6">
          {status === 'confirmed' && !isAllGiven ? (
            <TicketActions registration={registration} credential={credential} />
          ) : null}
          {tickets.length + handedOver.length > 0 ? (
            <ul className="flex flex-col gap-5">
              {tickets.map((ticket, index) => (
                <TicketCard
                  key={ticket.id}
                  ticket={ticket}
                  event={event}
                  number={index + 1}
                  count={tickets.length}
                  action={
                    mayGive && ticket.status === 'valid' && !ticket.checkedInAt ? (
                      <GiveTicket ticket={ticket} credential={credential} />
                    ) : null
                  }
                />
              ))}
              {handedOver.map((ticket) => (
                <HandedOverTicket key={ticket.ticketId} ticket={ticket} timezone={event.timezone} />
              ))}
            </ul>
          ) : null}
          {credential && status === 'confirmed' ? (
            <p className="text-xs text-muted print:hidden">{t('keepLink')}</p>
          ) : null}
        </div>
        <OrderSummary registration={registration} eventPath={eventPath} />
      </div>
    </>
  );
}
