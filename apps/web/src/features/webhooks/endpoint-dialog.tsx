'use client';

import { useState } from 'react';
import { z } from 'zod';
import {
  CreateWebhookEndpointDocument,
  SaveWebhookEndpointDocument,
  WebhookEndpointDocument,
  WebhookEndpointsDocument,
  type WebhookTopic,
} from '@/gql/graphql';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { Dialog } from '@/ui/dialog';
import {
  CheckboxGroupField,
  Form,
  FormActions,
  SubmitButton,
  TextField,
  useZodForm,
} from '@/ui/form';
import { useToast } from '@/ui/toast';
import type { Endpoint } from './endpoint-state';
import { SigningSecret } from './signing-secret';

/** A test is sent by a button, and nothing that one subscribes to. */
const topics = [
  'registration_confirmed',
  'registration_cancelled',
  'event_published',
  'event_unpublished',
  'event_cancelled',
  'ticket_checked_in',
  'ticket_check_in_undone',
  'ticket_cancelled',
  'ticket_transferred',
] as const satisfies readonly WebhookTopic[];

const schema = z.object({
  name: z.string().trim().min(1).max(80),
  url: z
    .string()
    .trim()
    .max(2_000)
    .regex(
      /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(?=[:/?]|$))[^\s/?#@]+([/?][^\s#]*)?$/i,
      'webhooks:form.urlRule',
    ),
  topics: z.array(z.enum(topics)).min(1, 'webhooks:form.topicsRule'),
});

const affected = { invalidate: [WebhookEndpointsDocument, WebhookEndpointDocument] };

/** A new endpoint, and then its secret; or an endpoint to be changed. */
export function EndpointDialog({
  open,
  onOpenChange,
  orgId,
  endpoint,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  orgId?: string;
  endpoint?: Endpoint;
}) {
  const t = useT('webhooks');
  const [secret, setSecret] = useState<string | null>(null);
  const close = (isOpen: boolean) => {
    onOpenChange(isOpen);
    if (!isOpen) setSecret(null);
  };
  const title = endpoint ? t('form.editTitle') : t('form.newTitle');
  return (
    <Dialog open={open} onOpenChange={close} title={secret ? t('secret.title') : title}>
      {secret ? (
        <SigningSecret secret={secret} onDone={() => close(false)} />
      ) : (
        <EndpointForm
          orgId={orgId}
          endpoint={endpoint}
          onDone={(made) => (made ? setSecret(made) : close(false))}
        />
      )}
    </Dialog>
  );
}

function EndpointForm({
  orgId,
  endpoint,
  onDone,
}: {
  orgId?: string;
  endpoint?: Endpoint;
  onDone: (secret: string | null) => void;
}) {
  const t = useT('webhooks');
  const toast = useToast();
  const create = useGraphMutation(CreateWebhookEndpointDocument, affected);
  const save = useGraphMutation(SaveWebhookEndpointDocument, affected);
  const form = useZodForm(schema, {
    defaultValues: {
      name: endpoint?.name ?? '',
      url: endpoint?.url ?? '',
      topics: topics.filter((topic) => endpoint?.topics.includes(topic)),
    },
  });
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        if (endpoint) {
          const result = await save.run({ id: endpoint.id, ...values });
          if (result.ok) {
            toast({ title: t('form.saved') });
            onDone(null);
          }
          return result;
        }
        const result = await create.run({ orgId: orgId ?? '', ...values });
        if (result.ok) onDone(result.data.createWebhookEndpoint?.result?.secret ?? null);
        return result;
      }}
    >
      <TextField
        {...form.field('name')}
        label={t('form.name')}
        hint={t('form.nameHint')}
        required
      />
      <TextField
        {...form.field('url')}
        label={t('form.url')}
        hint={t('form.urlHint')}
        required
        inputMode="url"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://"
      />
      <CheckboxGroupField
        {...form.field('topics')}
        label={t('form.topics')}
        options={topics.map((value) => ({ value, label: t(`topic.${value}`) }))}
      />
      <FormActions>
        <SubmitButton>{endpoint ? t('common:actions.save') : t('form.create')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
