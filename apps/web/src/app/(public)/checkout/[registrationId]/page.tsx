import type { Metadata } from 'next';
import { CheckoutScreen } from '@/features/checkout/checkout-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('checkout');
  // The address holds the key to the order: no search engine and no other site shall learn it.
  return { title: t('metaTitle'), robots: { index: false }, referrer: 'no-referrer' };
}

export default async function CheckoutPage({
  params,
  searchParams,
}: PageProps<'/checkout/[registrationId]'>) {
  const [{ registrationId }, { token, payment }] = await Promise.all([params, searchParams]);
  return (
    <Messages ns="checkout">
      <div className="page-width pb-16">
        <CheckoutScreen
          id={registrationId}
          token={typeof token === 'string' ? token : null}
          payment={payment === 'return' || payment === 'cancelled' ? payment : null}
        />
      </div>
    </Messages>
  );
}
