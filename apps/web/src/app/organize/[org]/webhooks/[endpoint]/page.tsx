import type { Metadata } from 'next';
import { EndpointScreen } from '@/features/webhooks/endpoint-screen';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('webhooks');
  return { title: t('title') };
}

export default async function WebhookPage({
  params,
}: PageProps<'/organize/[org]/webhooks/[endpoint]'>) {
  const { org, endpoint } = await params;
  return (
    <Messages ns="webhooks">
      <EndpointScreen key={endpoint} slug={org} endpointId={endpoint} />
    </Messages>
  );
}
