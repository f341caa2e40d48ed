import type { Metadata } from 'next';
import { AccountScreen } from '@/features/account/account-screen';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('account.title'), robots: { index: false } };
}

export default function AccountPage() {
  return <AccountScreen />;
}
