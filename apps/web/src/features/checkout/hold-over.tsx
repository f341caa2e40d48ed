'use client';

import { Hourglass, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { ReserveAgainDocument } from '@/gql/graphql';
import {
  knownRegistration,
  registrationPath,
  rememberRegistration,
} from '@/lib/auth/registration-access';
import { failureText } from '@/lib/errors';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { newIdempotencyKey } from '@/lib/ids';
import { Alert } from '@/ui/alert';
import { Button, LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';
import type { CheckoutRegistration } from './checkout-screen';

/** The hold ran out or was given back: why, and the way to the same tickets while they are there. */
export function HoldOver({
  registration,
  credential,
}: {
  registration: CheckoutRegistration;
  credential: string | null;
}) {
  const t = useT('checkout');
  const router = useRouter();
  const { locale } = useLocale();
  const { event } = registration;
  const eventLink = knownRegistration(registration.id)?.eventLink ?? null;
  const again = useGraphMutation(ReserveAgainDocument, { eventLink });
  // One wish, one key: pressing again after a lost answer gets the same hold, not a second one.
  const key = useRef(newIdempotencyKey());
  if (!event) return null;
  const isGivenBack = registration.status === 'cancelled';
  const isRefunded = registration.refunds.nodes.length > 0;

  const takeAgain = async () => {
    const result = await again.run({
      input: {
        eventId: event.id,
        idempotencyKey: key.current,
        locale,
        lines: registration.registrationItems.nodes.map(({ quantity, ticketType }) => ({
          ticketTypeId: ticketType?.id ?? '',
          quantity,
        })),
      },
    });
    const held = result.ok ? result.data.reserveTickets : null;
    if (!held) return;
    const next = `${held.registrationId}.${held.registrationToken}`;
    rememberRegistration({
      registrationId: held.registrationId,
      credential: next,
      eventId: event.id,
      eventLink,
      expiresAt: held.expiresAt,
    });
    router.replace(registrationPath('checkout', held.registrationId, next));
  };

  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4 pt-8">
      {again.failure ? (
        <Alert tone="critical" live>
          {failureText(again.failure, t)} {again.failure.hint}
        </Alert>
      ) : null}
      <EmptyState
        level={1}
        icon={<Hourglass aria-hidden="true" />}
        title={t(isGivenBack ? 'cancelledTitle' : 'expiredTitle')}
        text={
          isRefunded
            ? t('refundedText')
            : isGivenBack
              ? t('cancelledText')
              : t('expiredText', { minutes: Math.round(event.holdSeconds / 60) })
        }
        action={
          <>
            <Button variant="primary" pending={again.pending} onClick={takeAgain}>
              <RotateCcw aria-hidden="true" />
              {t('takeAgain')}
            </Button>
            <LinkButton
              href={`/e/${event.organization?.slug}/${event.slug}${eventLink ? `?k=${encodeURIComponent(eventLink)}` : ''}`}
            >
              {t('chooseAgain')}
            </LinkButton>
          </>
        }
      />
      {/* The link stays theirs, so a payment that arrives after all can still be followed. */}
      {credential && isRefunded ? (
        <LinkButton
          className="self-center"
          href={registrationPath('registrations', registration.id, credential)}
        >
          {registration.confirmationNumber}
        </LinkButton>
      ) : null}
    </div>
  );
}
