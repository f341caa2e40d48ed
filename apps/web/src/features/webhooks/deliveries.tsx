'use client';

import { CircleCheck, CircleX, Hourglass, RotateCw, Send } from 'lucide-react';
import type { ComponentProps } from 'react';
import {
  RedeliverWebhookDocument,
  WebhookEndpointDocument,
  type WebhookEndpointQuery,
} from '@/gql/graphql';
import { failureText } from '@/lib/errors';
import { formatDateTime, formatTime } from '@/lib/format/dates';
import { readerZone } from '@/lib/format/zone';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { Button } from '@/ui/button';
import { Pagination } from '@/ui/pagination';
import { EmptyState } from '@/ui/states';
import { Table } from '@/ui/table';
import { useToast } from '@/ui/toast';

export type Delivery = NonNullable<
  WebhookEndpointQuery['webhookEndpoint']
>['webhookDeliveries']['nodes'][number];

/** What an endpoint was told, the latest first, and what became of it. */
export function Deliveries({
  deliveries,
  isOn,
  pagination,
  pending,
}: {
  deliveries: readonly Delivery[];
  isOn: boolean;
  pagination: ComponentProps<typeof Pagination>;
  pending: boolean;
}) {
  const t = useT('webhooks');
  const { formatLocale } = useLocale();
  const zone = readerZone();
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-lg font-semibold tracking-tight">{t('deliveries.title')}</h2>
        <p className="text-sm text-muted">{t('deliveries.text')}</p>
      </div>
      {deliveries.length === 0 ? (
        <EmptyState
          icon={<Send aria-hidden="true" />}
          title={t('deliveries.emptyTitle')}
          text={t('deliveries.emptyText')}
          level={3}
        />
      ) : (
        <>
          <Table<Delivery>
            caption={t('deliveries.title')}
            rows={deliveries}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'topic',
                header: t('deliveries.topic'),
                primary: true,
                cell: ({ topic, id }) => (
                  <>
                    {t(`topic.${topic}`)}
                    <span className="block font-mono text-2xs font-normal break-all text-muted">
                      {t('deliveries.id', { id })}
                    </span>
                  </>
                ),
              },
              {
                key: 'when',
                header: t('deliveries.when'),
                cell: ({ createdAt }) => formatDateTime(createdAt, zone, formatLocale),
              },
              {
                key: 'attempts',
                header: t('deliveries.attempts'),
                align: 'end',
                cell: ({ attemptCount }) => attemptCount,
              },
              {
                key: 'status',
                header: t('deliveries.status'),
                cell: (delivery) => <Outcome delivery={delivery} isOn={isOn} zone={zone} />,
              },
            ]}
            actionsLabel={t('deliveries.again')}
            actions={(delivery) =>
              isOn && delivery.status !== 'pending' ? <Again delivery={delivery} /> : null
            }
          />
          <Pagination {...pagination} pending={pending} />
        </>
      )}
    </section>
  );
}

function Outcome({ delivery, isOn, zone }: { delivery: Delivery; isOn: boolean; zone: string }) {
  const t = useT('webhooks');
  const { formatLocale } = useLocale();
  const { lastFailure, lastHttpStatus, nextAttemptAt } = delivery;
  // Ended within a minute of the endpoint, and not tried again.
  const status = delivery.status === 'pending' && !isOn ? 'failed' : delivery.status;
  const isRetrying = status === 'pending' && lastFailure;
  const details = [
    lastFailure ? t(`failure.${lastFailure}`, { status: lastHttpStatus ?? '' }) : null,
    isRetrying && nextAttemptAt
      ? t('deliveries.next', {
          time:
            Date.parse(nextAttemptAt) - Date.now() < 12 * 3_600_000
              ? formatTime(nextAttemptAt, zone, formatLocale)
              : formatDateTime(nextAttemptAt, zone, formatLocale),
        })
      : null,
  ].filter(Boolean);
  return (
    <span className="flex flex-col items-start gap-1 max-md:items-end">
      {status === 'delivered' ? (
        <Badge tone="positive" icon={<CircleCheck aria-hidden="true" />}>
          {t('status.delivered')}
        </Badge>
      ) : status === 'failed' ? (
        <Badge tone="critical" icon={<CircleX aria-hidden="true" />}>
          {t('status.failed')}
        </Badge>
      ) : (
        <Badge
          tone={isRetrying ? 'caution' : 'info'}
          icon={isRetrying ? <RotateCw aria-hidden="true" /> : <Hourglass aria-hidden="true" />}
        >
          {t(isRetrying ? 'status.retrying' : 'status.pending')}
        </Badge>
      )}
      {details.length > 0 ? <span className="text-xs text-muted">{details.join(', ')}</span> : null}
    </span>
  );
}

function Again({ delivery }: { delivery: Delivery }) {
  const t = useT('webhooks');
  const toast = useToast();
  const again = useGraphMutation(RedeliverWebhookDocument, {
    invalidate: [WebhookEndpointDocument],
  });
  return (
    <Button
      size="sm"
      pending={again.pending}
      onClick={async () => {
        const result = await again.run({ id: delivery.id });
        toast(
          result.ok
            ? { title: t('deliveries.againQueued') }
            : { tone: 'critical', title: failureText(result.error, t) },
        );
      }}
    >
      <RotateCw aria-hidden="true" />
      {t('deliveries.again')}
    </Button>
  );
}
