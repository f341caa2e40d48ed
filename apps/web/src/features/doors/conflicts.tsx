'use client';

import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { DoorConflictsDocument, type DoorConflictsQuery } from '@/gql/graphql';
import { formatDateTime } from '@/lib/format/dates';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { Card, CardHeader } from '@/ui/card';
import { Pagination } from '@/ui/pagination';
import { ErrorState } from '@/ui/states';

type Scan = NonNullable<DoorConflictsQuery['event']>['scans']['nodes'][number];

/** Who was let in although somebody else was with the same ticket, or although it was none. */
export function Conflicts({ eventId }: { eventId: string }) {
  const t = useT('doors');
  /** Where the pages before this one begin. */
  const [before, setBefore] = useState<(string | null)[]>([]);
  const [after, setAfter] = useState<string | null>(null);
  const { data, error, isFetching, refetch } = useGraphQuery(DoorConflictsDocument, {
    id: eventId,
    after,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const event = data?.event;
  if (!event || (event.scans.nodes.length === 0 && after === null)) return null;
  const { nodes, pageInfo } = event.scans;
  return (
    <Card as="section">
      <CardHeader title={t('conflicts')} description={t('conflictsText')} />
      <ul className="divide-y divide-line">
        {nodes.map((scan) => (
          <ConflictRow key={scan.id} scan={scan} zone={event.timezone} />
        ))}
      </ul>
      <Pagination
        pending={isFetching}
        onPrevious={
          before.length > 0
            ? () => {
                setAfter(before.at(-1) ?? null);
                setBefore(before.slice(0, -1));
              }
            : undefined
        }
        onNext={
          pageInfo.hasNextPage && pageInfo.endCursor
            ? () => {
                setBefore([...before, after]);
                setAfter(pageInfo.endCursor ?? null);
              }
            : undefined
        }
      />
    </Card>
  );
}

function ConflictRow({ scan, zone }: { scan: Scan; zone: string }) {
  const t = useT('doors');
  const { formatLocale } = useLocale();
  const { ticket } = scan;
  const use = ticket?.checkIns.nodes[0];
  const told = (at: string, ...places: (string | undefined)[]) =>
    [formatDateTime(at, zone, formatLocale), ...places].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 text-sm">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5 font-semibold">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-caution" />
          <bdi className="truncate">{ticket?.attendeeName ?? t('unknownTicket')}</bdi>
        </p>
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-xs">
          <dt className="text-muted">{t('letIn')}</dt>
          <dd>{told(scan.scannedAt, scan.gate?.name, scan.device?.name)}</dd>
          {use && use.scanId !== scan.id ? (
            <>
              <dt className="text-muted">{t('counts')}</dt>
              <dd>{told(use.checkedInAt, use.gate?.name, use.device?.name)}</dd>
            </>
          ) : null}
        </dl>
      </div>
      <span className="flex gap-2">
        {ticket?.status === 'cancelled' ? (
          <Badge tone="critical">{t('verdict.voided')}</Badge>
        ) : null}
        {scan.isOffline ? <Badge tone="neutral">{t('offline')}</Badge> : null}
      </span>
    </li>
  );
}
