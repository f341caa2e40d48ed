'use client';

import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { Form, FormActions, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { AccountCard } from './account-card';
import { Outcome } from './outcome';
import { forgotPasswordSchema } from './schemas';
import { TextLink } from './text-link';
import { useAccountApi } from './use-account-api';

export function ForgotPasswordScreen() {
  const t = useT('account');
  const api = useAccountApi();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useZodForm(forgotPasswordSchema, { defaultValues: { email: '' } });

  if (sentTo) {
    return (
      <Outcome
        icon={<MailCheck aria-hidden="true" />}
        title={t('forgot.sentTitle')}
        text={t('forgot.sentText', { email: sentTo })}
        hint={t('signUp.sentHint')}
        action={<LinkButton href="/sign-in">{t('forgot.back')}</LinkButton>}
      />
    );
  }
  return (
    <AccountCard
      title={t('forgot.title')}
      lead={t('forgot.lead')}
      footer={<TextLink href="/sign-in">{t('forgot.back')}</TextLink>}
    >
      <Form
        form={form}
        onSubmit={async ({ email }) => {
          const result = await api.requestPasswordReset(email);
          if (result.ok) setSentTo(email);
          return result;
        }}
      >
        <TextField
          {...form.field('email')}
          label={t('fields.email')}
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          required
        />
        <FormActions>
          <SubmitButton size="lg" className="w-full">
            {t('forgot.action')}
          </SubmitButton>
        </FormActions>
      </Form>
    </AccountCard>
  );
}
