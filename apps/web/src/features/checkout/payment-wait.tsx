'use client';

import { useEffect, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Spinner } from '@/ui/spinner';
import type { CheckoutRegistration } from './checkout-screen';

/** Most answers come within three seconds; after this the buyer is told what happens next instead. */
const patienceMs = 30_000;

/** Before the provider has told us whether it was paid. Ends by itself: the screen above polls. */
export function PaymentWait({
  registration,
  isOver,
  onStopWaiting,
}: {
  registration: CheckoutRegistration;
  /** The tickets are not held any more. */
  isOver: boolean;
  onStopWaiting: () => void;
}) {
  const t = useT('checkout');
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Card
      as="section"
      padding="lg"
      className="mx-auto mt-8 flex max-w-2xl flex-col items-center gap-4 text-center"
    >
      <Spinner className="size-8" />
      <div role="status">
        <h1 className="font-display text-title font-bold">
          {t(isLong ? 'waitingLongTitle' : isOver ? 'expiredTitle' : 'waitingTitle')}
        </h1>
        <p className="mt-2 text-muted">
          {t(
            isOver
              ? isLong
                ? 'overLongText'
                : 'overText'
              : isLong
                ? 'waitingLongText'
                : 'waitingText',
            { email: registration.buyerEmail ?? '' },
          )}
        </p>
      </div>
      {isLong ? <Button onClick={onStopWaiting}>{t('backToOrder')}</Button> : null}
    </Card>
  );
}
