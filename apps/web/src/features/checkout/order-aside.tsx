'use client';

import { useRouter } from 'next/navigation';
import { CheckoutDocument, ReleaseRegistrationDocument } from '@/gql/graphql';
import { endHold, knownRegistration } from '@/lib/auth/registration-access';
import { failureText } from '@/lib/errors';
import { formatRange } from '@/lib/format/dates';
import { minorUnits } from '@/lib/format/money';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { withLink } from '@/lib/sale/paths';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { ConfirmDialog } from '@/ui/dialog';
import { Money } from '@/ui/money';
import { useToast } from '@/ui/toast';
import type { CheckoutRegistration } from './checkout-screen';

/** What is being bought, and the way out. */
export function OrderAside({
  registration,
  credential,
}: {
  registration: CheckoutRegistration;
  credential: string | null;
}) {
  const t = useT('checkout');
  const { formatLocale } = useLocale();
  const router = useRouter();
  const toast = useToast();
  const release = useGraphMutation(ReleaseRegistrationDocument, {
    registrationToken: credential,
    invalidate: [CheckoutDocument],
  });
  const { event, currency } = registration;
  if (!event) return null;
  return (
    <Card
      as="aside"
      padding="none"
      className="overflow-hidden lg:sticky lg:top-6"
      aria-label={t('summary')}
    >
      {event.coverImageUrl ? (
        // biome-ignore lint/performance/noImgElement: organizers' pictures come from any address, at the size they have
        <img src={event.coverImageUrl} alt="" className="aspect-[21/9] w-full object-cover" />
      ) : null}
      <div className="flex flex-col gap-4 p-5">
        <div>
          <h2 className="text-lg font-semibold">{event.title}</h2>
          <p className="text-sm text-muted">
            {formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}
          </p>
        </div>
        <dl className="flex flex-col gap-2 text-sm">
          {registration.registrationItems.nodes.map((item) => (
            <div key={item.id} className="flex justify-between gap-4">
              <dt>
                {item.quantity} × {item.ticketType?.name}
              </dt>
              <dd className="tabular">
                <Money
                  amountMinor={minorUnits(item.unitPriceMinor) * item.quantity}
                  currency={currency}
                  free
                />
              </dd>
            </div>
          ))}
          <div className="flex justify-between gap-4 border-t border-line pt-2 text-base font-semibold">
            <dt>{t('total')}</dt>
            <dd className="tabular">
              <Money amountMinor={registration.totalMinor} currency={currency} free />
            </dd>
          </div>
        </dl>
        <ConfirmDialog
          trigger={
            <Button variant="quiet" size="sm" className="self-start">
              {t('release')}
            </Button>
          }
          title={t('releaseTitle')}
          description={t('releaseText')}
          confirmLabel={t('release')}
          onConfirm={async () => {
            const result = await release.run({ input: { registrationId: registration.id } });
            if (!result.ok)
              return void toast({ tone: 'critical', title: failureText(result.error, t) });
            endHold(registration.id);
            toast({ title: t('released') });
            const { eventLink = null } = knownRegistration(registration.id) ?? {};
            router.push(withLink(`/e/${event.organization?.slug}/${event.slug}`, eventLink));
          }}
        />
      </div>
    </Card>
  );
}
