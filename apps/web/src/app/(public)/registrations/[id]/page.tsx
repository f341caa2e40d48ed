import type { Metadata } from 'next';
import { RegistrationScreen } from '@/features/registration/registration-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('registration');
  // The address holds the key to the tickets: no search engine and no other site shall learn it.
  return { title: t('metaTitle'), robots: { index: false }, referrer: 'no-referrer' };
}

export default async function RegistrationPage({
  params,
  searchParams,
}: PageProps<'/registrations/[id]'>) {
  const [{ id }, { token }] = await Promise.all([params, searchParams]);
  return (
    <Messages ns="registration">
      <div className="page-width pb-16">
        <RegistrationScreen id={id} token={typeof token === 'string' ? token : null} />
      </div>
    </Messages>
  );
}
