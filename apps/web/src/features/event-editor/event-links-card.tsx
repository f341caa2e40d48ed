'use client';

import { Check, Copy, KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import {
  CreateEventLinkDocument,
  DeleteEventLinkDocument,
  EventLinksDocument,
  type EventLinksQuery,
  WorkspaceEventDocument,
} from '@/gql/graphql';
import { useConfig } from '@/lib/config/client';
import { failureText } from '@/lib/errors';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Alert } from '@/ui/alert';
import { Badge } from '@/ui/badge';
import { Button, IconButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { ConfirmDialog } from '@/ui/dialog';
import { CheckboxField, Form, FormActions, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';

type LinkedEvent = NonNullable<EventLinksQuery['event']>;
type EventLink = NonNullable<LinkedEvent['eventLinks']['nodes'][number]>;

const affected = { invalidate: [EventLinksDocument, WorkspaceEventDocument] };

/** The private links of an event: the way in where it is not listed, and to tickets that are hidden. */
export function EventLinksCard({ eventId }: { eventId: string }) {
  const t = useT('event-editor');
  const { data, error, isPending, refetch } = useGraphQuery(EventLinksDocument, { id: eventId });
  const event = data?.event;
  const links = event?.eventLinks.nodes.filter((link) => link !== null) ?? [];
  return (
    <Card as="section" className="max-w-3xl">
      <CardHeader title={t('links.title')} description={t('links.description')} />
      {error ? <ErrorState level={3} error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <LoadingState lines={2} /> : null}
      {event ? (
        <div className="flex flex-col gap-5">
          {event.visibility === 'unlisted' && links.length === 0 ? (
            <Alert tone="caution">{t('links.missing')}</Alert>
          ) : null}
          {links.length > 0 ? (
            <ul className="flex flex-col divide-y divide-line border-y border-line">
              {links.map((link) => (
                <LinkRow key={link.id} link={link} event={event} />
              ))}
            </ul>
          ) : null}
          <NewLink event={event} />
        </div>
      ) : null}
    </Card>
  );
}

function LinkRow({ link, event }: { link: EventLink; event: LinkedEvent }) {
  const t = useT('event-editor');
  const toast = useToast();
  const { webUrl } = useConfig();
  const [isCopied, setCopied] = useState(false);
  const remove = useGraphMutation(DeleteEventLinkDocument, affected);
  const url = `${webUrl}/e/${event.organization?.slug}/${event.slug}?k=${link.token}`;
  const label = link.label || t('links.unnamed');

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      setTimeout(() => setCopied(false), 2500);
    } catch {
      toast({ tone: 'critical', title: t('links.copyFailed'), text: url });
    }
  };

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-2 text-sm font-semibold">
          <span className="break-words">{label}</span>
          {link.unlocksHidden ? (
            <Badge tone="info" icon={<KeyRound aria-hidden="true" />}>
              {t('links.unlocks')}
            </Badge>
          ) : null}
        </p>
        <p className="mt-1 text-xs break-all text-muted">{url}</p>
      </div>
      <div className="flex gap-2">
        <Button onClick={copy} aria-label={t('links.copyLabel', { label })}>
          {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          {t(isCopied ? 'common:actions.copied' : 'common:actions.copy')}
        </Button>
        <ConfirmDialog
          trigger={
            <IconButton label={t('links.deleteLabel', { label })}>
              <Trash2 aria-hidden="true" />
            </IconButton>
          }
          title={t('links.deleteTitle')}
          description={t('links.deleteText', { label })}
          confirmLabel={t('common:actions.delete')}
          onConfirm={async () => {
            const result = await remove.run({ id: link.id });
            if (!result.ok) toast({ tone: 'critical', title: failureText(result.error, t) });
            return result.ok;
          }}
        />
      </div>
      <span role="status" className="sr-only">
        {isCopied ? t('common:actions.copied') : ''}
      </span>
    </li>
  );
}

const linkSchema = z.object({ label: z.string().trim().max(120), unlocksHidden: z.boolean() });

function NewLink({ event }: { event: LinkedEvent }) {
  const t = useT('event-editor');
  const create = useGraphMutation(CreateEventLinkDocument, affected);
  const form = useZodForm(linkSchema, { defaultValues: { label: '', unlocksHidden: false } });
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        const result = await create.run({
          link: { orgId: event.orgId, eventId: event.id, ...values },
        });
        if (result.ok) form.reset();
        return result;
      }}
      className="gap-3"
    >
      <TextField
        {...form.field('label')}
        label={t('links.label')}
        hint={t('links.labelHint')}
        placeholder={t('links.labelPlaceholder')}
      />
      <CheckboxField
        {...form.field('unlocksHidden')}
        label={t('links.unlocksHidden')}
        hint={t('links.unlocksHint')}
      />
      <FormActions>
        <SubmitButton variant="secondary">
          <Plus aria-hidden="true" />
          {t('links.create')}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
