'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { Form, FormActions, PasswordField, SubmitButton, useZodForm } from '@/ui/form';
import { AccountCard } from './account-card';
import { Outcome } from './outcome';
import { resetPasswordSchema } from './schemas';
import { useAccountApi } from './use-account-api';

export function ResetPasswordScreen({ token }: { token: string }) {
  const t = useT('account');
  const api = useAccountApi();
  const [outcome, setOutcome] = useState<'done' | 'invalid' | null>(null);
  const form = useZodForm(resetPasswordSchema, { defaultValues: { password: '' } });

  if (outcome === 'done') {
    return (
      <Outcome
        icon={<CircleCheck aria-hidden="true" />}
        title={t('reset.doneTitle')}
        text={t('reset.doneText')}
        action={
          <LinkButton href="/sign-in" variant="primary">
            {t('signIn.action')}
          </LinkButton>
        }
      />
    );
  }
  if (outcome === 'invalid') {
    return (
      <Outcome
        icon={<CircleX aria-hidden="true" />}
        tone="critical"
        title={t('reset.invalidTitle')}
        text={t('reset.invalidText')}
        action={
          <LinkButton href="/forgot-password" variant="primary">
            {t('reset.again')}
          </LinkButton>
        }
      />
    );
  }
  return (
    <AccountCard title={t('reset.title')} lead={t('reset.lead')}>
      <Form
        form={form}
        onSubmit={async ({ password }) => {
          const result = await api.resetPassword({ token, password });
          if (result.ok) setOutcome('done');
          else if (result.error.code === 'TOKEN_INVALID') setOutcome('invalid');
          return result;
        }}
        failureFields={{ INVALID_INPUT: 'password' }}
        failureTexts={{ INVALID_INPUT: t('fields.passwordTooCommon') }}
      >
        <PasswordField
          {...form.field('password')}
          label={t('fields.newPassword')}
          hint={t('fields.passwordHint')}
          autoComplete="new-password"
          required
        />
        <FormActions>
          <SubmitButton size="lg" className="w-full">
            {t('reset.action')}
          </SubmitButton>
        </FormActions>
      </Form>
    </AccountCard>
  );
}
