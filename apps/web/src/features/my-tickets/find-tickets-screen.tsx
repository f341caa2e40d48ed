'use client';

import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { RequestTicketLinksDocument } from '@/gql/graphql';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Form, FormActions, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { PageHeader } from '@/ui/page-header';
import { EmptyState } from '@/ui/states';

const schema = z.object({ email: z.email().max(254) });

/** Mails the links of upcoming tickets. The answer is always the same: it tells nobody who has bought. */
export function FindTicketsScreen() {
  const t = useT('my-tickets');
  const { locale } = useLocale();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const request = useGraphMutation(RequestTicketLinksDocument);
  const form = useZodForm(schema, { defaultValues: { email: '' } });
  if (sentTo) {
    return (
      <div className="mx-auto max-w-xl pt-8">
        <EmptyState
          level={1}
          icon={<MailCheck aria-hidden="true" />}
          title={t('sentTitle')}
          text={
            <>
              {t('sentText', { email: sentTo })} {t('sentHint')}
            </>
          }
          action={<Button onClick={() => setSentTo(null)}>{t('another')}</Button>}
        />
      </div>
    );
  }
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader title={t('findTitle')} description={t('findText')} />
      <Card>
        <Form
          form={form}
          onSubmit={async ({ email }) => {
            const result = await request.run({ email, locale });
            if (result.ok) setSentTo(email);
            return result;
          }}
        >
          <TextField
            {...form.field('email')}
            label={t('email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            autoCapitalize="none"
            required
          />
          <FormActions>
            <SubmitButton size="lg">{t('send')}</SubmitButton>
          </FormActions>
        </Form>
      </Card>
    </div>
  );
}
