'use client';

import { Plus, Webhook } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { WebhookEndpointsDocument } from '@/gql/graphql';
import { useOrganizerRole } from '@/lib/auth/use-organizer-role';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { PageHeader } from '@/ui/page-header';
import { EmptyState, ErrorState, LoadingState } from '@/ui/states';
import { EndpointDialog } from './endpoint-dialog';
import { EndpointBadge } from './endpoint-state';

/** Who is told what happens in an organization. */
export function EndpointsScreen({ slug }: { slug: string }) {
  const t = useT('webhooks');
  const { role, mayEdit, isKnown } = useOrganizerRole(slug);
  const [isAdding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useGraphQuery(WebhookEndpointsDocument, { slug });
  if (error && !data) return <ErrorState level={1} error={error} onRetry={() => void refetch()} />;
  if (isPending || !isKnown) return <LoadingState lines={3} />;
  const organization = data.organizationBySlug;
  if (!organization || role === null) return <ErrorState level={1} error={t('notFound')} />;
  const endpoints = organization.webhookEndpoints.nodes;
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      {t('add')}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t('title')}
        eyebrow={organization.name}
        description={t('description')}
        actions={mayEdit && endpoints.length > 0 ? add : null}
      />
      {mayEdit ? null : <Alert>{t('staffNote')}</Alert>}
      {mayEdit && endpoints.length === 0 ? (
        <EmptyState
          icon={<Webhook aria-hidden="true" />}
          title={t('emptyTitle')}
          text={t('emptyText')}
          action={add}
        />
      ) : null}
      <ul className="flex flex-col gap-3">
        {endpoints.map((endpoint) => (
          <Card
            as="li"
            key={endpoint.id}
            padding="none"
            className="transition-shadow hover:shadow-float"
          >
            <Link
              href={`/organize/${slug}/webhooks/${endpoint.id}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card p-4 no-underline"
            >
              <span className="min-w-0 flex-1 basis-64">
                <span className="block font-semibold break-words">{endpoint.name}</span>
                <span className="block truncate text-sm text-muted">{endpoint.url}</span>
              </span>
              <span className="text-sm text-muted">
                {t('topicCount', { count: endpoint.topics.length })}
              </span>
              <EndpointBadge endpoint={endpoint} />
            </Link>
          </Card>
        ))}
      </ul>
      <EndpointDialog open={isAdding} onOpenChange={setAdding} orgId={organization.id} />
    </>
  );
}
