import type { Metadata } from 'next';
import { ForgotPasswordScreen } from '@/features/account/forgot-password-screen';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('forgot.title'), robots: { index: false } };
}

export default function ForgotPasswordPage() {
  return <ForgotPasswordScreen />;
}
