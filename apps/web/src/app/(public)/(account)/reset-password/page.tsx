import type { Metadata } from 'next';
import { ResetPasswordScreen } from '@/features/account/reset-password-screen';
import { IncompleteLinkScreen } from '@/features/account/verify-email-screen';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('reset.title'), robots: { index: false }, referrer: 'no-referrer' };
}

export default async function ResetPasswordPage({ searchParams }: PageProps<'/reset-password'>) {
  const { token } = await searchParams;
  return typeof token === 'string' && token !== '' ? (
    <ResetPasswordScreen token={token} />
  ) : (
    <IncompleteLinkScreen />
  );
}
