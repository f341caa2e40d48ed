import type { Metadata } from 'next';
import { IncompleteLinkScreen, VerifyEmailScreen } from '@/features/account/verify-email-screen';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('verify.title'), robots: { index: false }, referrer: 'no-referrer' };
}

export default async function VerifyEmailPage({ searchParams }: PageProps<'/verify-email'>) {
  const { token } = await searchParams;
  return typeof token === 'string' && token !== '' ? (
    <VerifyEmailScreen token={token} />
  ) : (
    <IncompleteLinkScreen />
  );
}
