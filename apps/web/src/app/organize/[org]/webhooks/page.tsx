import type { Metadata } from 'next';
import { EndpointsScreen } from '@/features/webhooks/endpoints-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('webhooks');
  return { title: t('title') };
}

export default async function WebhooksPage({ params }: PageProps<'/organize/[org]/webhooks'>) {
  const { org } = await params;
  return (
    <Messages ns="webhooks">
      <EndpointsScreen key={org} slug={org} />
    </Messages>
  );
}
