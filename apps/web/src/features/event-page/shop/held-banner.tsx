'use client';

import { useEffect, useState } from 'react';
import { HeldRegistrationDocument } from '@/gql/graphql';
import {
  endHold,
  knownHold,
  type RegistrationAccess,
  registrationPath,
} from '@/lib/auth/registration-access';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { serverNow, useClockSkew } from '@/lib/server-clock';
import { Alert } from '@/ui/alert';
import { LinkButton } from '@/ui/button';
import { Countdown } from '@/ui/countdown';
import { useShop } from './shop-provider';

/**
 * Somebody who holds tickets already and came back to the event: the way to finish, before they take
 * a second lot by mistake.
 */
export function HeldBanner() {
  const { event } = useShop();
  const skew = useClockSkew();
  const [hold, setHold] = useState<RegistrationAccess | null>(null);
  useEffect(() => {
    if (skew !== null) setHold(knownHold(event.id, Date.now() + skew));
  }, [event.id, skew]);
  return hold && skew !== null ? (
    <Held hold={hold} skew={skew} onOver={() => setHold(null)} />
  ) : null;
}

function Held({
  hold,
  skew,
  onOver,
}: {
  hold: RegistrationAccess;
  skew: number;
  onOver: () => void;
}) {
  const t = useT('event-page');
  const [now] = useState(() => serverNow(skew));
  const { registrationId, credential } = hold;
  const { data, error } = useGraphQuery(
    HeldRegistrationDocument,
    { id: registrationId },
    { registrationToken: credential },
  );
  const registration = data?.registration;
  const isGone =
    error?.failure.code === 'TOKEN_INVALID' ||
    (data !== undefined && registration?.status !== 'pending');
  useEffect(() => {
    if (!isGone) return;
    endHold(registrationId);
    onOver();
  }, [isGone, registrationId, onOver]);
  if (!registration?.expiresAt || isGone) return null;
  const count = registration.registrationItems.nodes.reduce(
    (sum, item) => sum + (item?.quantity ?? 0),
    0,
  );
  return (
    <Alert
      tone="caution"
      live
      title={t('hold.title', { count })}
      action={
        <>
          <LinkButton
            variant="primary"
            href={registrationPath('checkout', registrationId, credential)}
          >
            {t('hold.continue')}
          </LinkButton>
          <Countdown until={registration.expiresAt} serverNow={now} onOver={onOver} />
        </>
      }
    >
      {t('hold.text')}
    </Alert>
  );
}
