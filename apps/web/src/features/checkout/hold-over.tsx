'use client';

import { Hourglass, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { knownRegistration, registrationPath } from '@/lib/auth/registration-access';
import { failureText } from '@/lib/errors';
import { useT } from '@/lib/i18n/client';
import type { Failure } from '@/lib/result';
import { linePath, ticketsPath } from '@/lib/sale/paths';
import { writeChoice } from '@/lib/sale/stored-choice';
import { useReserve } from '@/lib/sale/use-reserve';
import { Alert } from '@/ui/alert';
import { Button, LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';
import type { CheckoutRegistration } from './checkout-screen';

/** The hold ran out or was given back: why, and the way to the same tickets while they are there. */
export function HoldOver({
  registration,
  credential,
  isPaymentOpen,
}: {
  registration: CheckoutRegistration;
  credential: string | null;
  /** Money may still come. */
  isPaymentOpen: boolean;
}) {
  const t = useT('checkout');
  const router = useRouter();
  const { event } = registration;
  const eventLink = knownRegistration(registration.id)?.eventLink ?? null;
  const again = useReserve({ eventId: event?.id ?? '', eventLink });
  const [failure, setFailure] = useState<Failure | null>(null);
  if (!event) return null;
  const isCalledOff = event.status === 'cancelled';
  const isGivenBack = registration.status === 'cancelled';
  const isRefunded = registration.refunds.nodes.length > 0;
  const eventPath = `/e/${event.organization?.slug}/${event.slug}`;
  const lines = registration.registrationItems.nodes.map(({ quantity, ticketType }) => ({
    ticketTypeId: ticketType?.id ?? '',
    quantity,
  }));

  const takeAgain = async () => {
    setFailure(null);
    const result = await again.run(lines);
    if (!result) return;
    if (result.ok) {
      const { registrationId, credential } = result.data;
      return router.replace(registrationPath('checkout', registrationId, credential));
    }
    if (result.error.code !== 'WAITING_ROOM') return setFailure(result.error);
    // There is a line by now: what was in this order is the choice on its other side.
    writeChoice(
      event.id,
      Object.fromEntries(lines.map(({ ticketTypeId, quantity }) => [ticketTypeId, quantity])),
    );
    router.push(linePath(eventPath, eventLink));
  };

  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4 pt-8">
      {failure ? (
        <Alert tone={failure.code === 'HELD_BY_OTHERS' ? 'caution' : 'critical'} live>
          {failureText(failure, t, { SOLD_OUT: t('notEnoughLeft') })}
        </Alert>
      ) : again.isSlow ? (
        <Alert
          tone="info"
          live
          action={
            <Button size="sm" onClick={again.stop}>
              {t('stopWaiting')}
            </Button>
          }
        >
          {t('crowded')}
        </Alert>
      ) : null}
      <EmptyState
        level={1}
        icon={<Hourglass aria-hidden="true" />}
        title={t(isCalledOff ? 'calledOffTitle' : isGivenBack ? 'cancelledTitle' : 'expiredTitle')}
        text={
          isCalledOff
            ? t('calledOffText')
            : isRefunded
              ? t('refundedText')
              : isPaymentOpen
                ? t('overLongText', { email: registration.buyerEmail ?? '' })
                : isGivenBack
                  ? t('cancelledText')
                  : t('expiredText', { minutes: Math.round(event.holdSeconds / 60) })
        }
        action={
          isCalledOff ? (
            <LinkButton href={ticketsPath(eventPath, eventLink)}>{t('toEvent')}</LinkButton>
          ) : (
            <>
              <Button variant="primary" pending={again.waiting !== null} onClick={takeAgain}>
                <RotateCcw aria-hidden="true" />
                {t('takeAgain')}
              </Button>
              <LinkButton href={ticketsPath(eventPath, eventLink)}>{t('chooseAgain')}</LinkButton>
            </>
          )
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
