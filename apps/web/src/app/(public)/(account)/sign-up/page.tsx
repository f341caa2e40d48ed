import type { Metadata } from 'next';
import { SignUpScreen } from '@/features/account/sign-up-screen';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('signUp.title'), robots: { index: false } };
}

export default function SignUpPage() {
  return <SignUpScreen />;
}
