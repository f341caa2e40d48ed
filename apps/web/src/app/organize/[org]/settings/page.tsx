import type { Metadata } from 'next';
import { SettingsScreen } from '@/features/organization/settings-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('organization');
  return { title: t('settings.title') };
}

export default async function SettingsPage({ params }: PageProps<'/organize/[org]/settings'>) {
  const { org } = await params;
  return (
    <Messages ns="organization">
      <SettingsScreen key={org} slug={org} />
    </Messages>
  );
}
