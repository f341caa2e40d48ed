import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { loadOrganization } from '@/features/organization-page/load-organization';
import { OrganizationPage } from '@/features/organization-page/organization-page';
import { getT } from '@/lib/i18n/server';
import { unwrap } from '@/lib/result';

type Props = PageProps<'/o/[org]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org } = await params;
  const [t, result] = await Promise.all([getT('organization-page'), loadOrganization(org)]);
  const organization = result.ok ? result.data.organizationBySlug : null;
  if (!organization) return { title: t('notFoundTitle'), robots: { index: false } };
  const { name, orgBranding } = organization;
  const description = orgBranding?.tagline ?? t('metaDescription', { name });
  return {
    title: name,
    description,
    alternates: { canonical: `/o/${organization.slug}` },
    openGraph: {
      title: name,
      description,
      url: `/o/${organization.slug}`,
      ...(orgBranding?.coverImageUrl ? { images: [{ url: orgBranding.coverImageUrl }] } : {}),
    },
  };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ org }, { past }] = await Promise.all([params, searchParams]);
  const { organizationBySlug: organization } = unwrap(await loadOrganization(org));
  if (!organization) notFound();
  return <OrganizationPage organization={organization} showsAllPast={past === 'all'} />;
}
