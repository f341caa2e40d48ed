'use client';

import { Ban, ExternalLink, EyeOff, MoreHorizontal, Rocket } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  CancelEventDocument,
  PublishEventDocument,
  UnpublishEventDocument,
  WorkspaceEventDocument,
} from '@/gql/graphql';
import { failureText } from '@/lib/errors';
import { formatRange } from '@/lib/format/dates';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Result } from '@/lib/result';
import { Alert } from '@/ui/alert';
import { Button, IconButton, LinkButton } from '@/ui/button';
import { ConfirmDialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Textarea } from '@/ui/input';
import { Menu, MenuItem } from '@/ui/menu';
import { PageHeader } from '@/ui/page-header';
import { ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { useToast } from '@/ui/toast';

/** What every page of one event starts with: its name and status, and what can be done with it. */
export function EventHeader({ eventId, children }: { eventId: string; children: ReactNode }) {
  const t = useT('workspace');
  const { formatLocale } = useLocale();
  const toast = useToast();
  const { data, error, isPending, refetch } = useGraphQuery(WorkspaceEventDocument, {
    id: eventId,
  });
  const invalidate = { invalidate: [WorkspaceEventDocument] };
  const publish = useGraphMutation(PublishEventDocument, invalidate);
  const unpublish = useGraphMutation(UnpublishEventDocument, invalidate);
  // All or nothing, and a second for some ten thousand tickets.
  const cancel = useGraphMutation(CancelEventDocument, { ...invalidate, timeoutMs: 300_000 });
  const [asked, setAsked] = useState<'unpublish' | 'cancel' | null>(null);
  const [reason, setReason] = useState('');

  if (isPending) return <LoadingState />;
  // Old numbers while the server is away are better than none, and forms below stay.
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const event = data.event;
  if (!event) return <ErrorState error={t('event.notFound')} />;

  const tell = (result: Result<unknown>, title: string) => {
    if (result.ok) toast({ title });
    else
      toast({
        tone: 'critical',
        title: failureText(result.error, t),
        text: result.error.hint,
      });
    return result.ok;
  };
  const link = event.visibility === 'unlisted' ? event.eventLinks.nodes[0] : undefined;
  const pageUrl = `/e/${event.organization?.slug}/${event.slug}${link ? `?k=${link.token}` : ''}`;

  return (
    <>
      <PageHeader
        title={event.title}
        eyebrow={formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}
        badge={<StatusBadge status={event.status} />}
        actions={
          <>
            {event.status === 'draft' ? (
              <Button
                variant="primary"
                pending={publish.pending}
                onClick={async () =>
                  tell(await publish.run({ id: event.id }), t('event.published'))
                }
              >
                <Rocket aria-hidden="true" />
                {t('event.publish')}
              </Button>
            ) : (
              <LinkButton href={pageUrl} target="_blank">
                <ExternalLink aria-hidden="true" />
                {t('event.view')}
              </LinkButton>
            )}
            {event.status === 'cancelled' ? null : (
              <Menu
                trigger={
                  <IconButton label={t('event.actions')} variant="secondary">
                    <MoreHorizontal aria-hidden="true" />
                  </IconButton>
                }
              >
                {event.status === 'published' ? (
                  <MenuItem
                    icon={<EyeOff aria-hidden="true" />}
                    onSelect={() => setAsked('unpublish')}
                  >
                    {t('event.unpublish')}
                  </MenuItem>
                ) : null}
                <MenuItem
                  tone="danger"
                  icon={<Ban aria-hidden="true" />}
                  onSelect={() => setAsked('cancel')}
                >
                  {t('event.cancel')}
                </MenuItem>
              </Menu>
            )}
          </>
        }
      />
      {event.status === 'draft' ? (
        <Alert tone="info" className="mb-6">
          {t('event.draftNote')}
        </Alert>
      ) : null}
      {event.status === 'cancelled' ? (
        <Alert tone="critical" className="mb-6">
          {event.cancellationReason
            ? t('event.cancelledBecause', { reason: event.cancellationReason })
            : t('event.cancelledNote')}
        </Alert>
      ) : null}
      {children}
      <ConfirmDialog
        open={asked === 'unpublish'}
        onOpenChange={() => setAsked(null)}
        title={t('event.unpublish')}
        description={t('event.unpublishText')}
        confirmLabel={t('event.unpublish')}
        onConfirm={async () => tell(await unpublish.run({ id: event.id }), t('event.unpublished'))}
      />
      <ConfirmDialog
        open={asked === 'cancel'}
        onOpenChange={() => setAsked(null)}
        title={t('event.cancelTitle')}
        description={t('event.cancelText')}
        confirmLabel={t('event.cancelConfirm')}
        confirmVariant="danger"
        onConfirm={async () =>
          tell(await cancel.run({ id: event.id, reason }), t('event.cancelled'))
        }
      >
        <Field label={t('event.cancelReason')}>
          <Textarea
            value={reason}
            maxLength={2000}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  );
}
