'use client';

import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Form, FormActions, PasswordField, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { AccountCard } from './account-card';
import { Outcome } from './outcome';
import { signUpSchema } from './schemas';
import { TextLink } from './text-link';
import { useAccountApi } from './use-account-api';

export function SignUpScreen() {
  const t = useT('account');
  const api = useAccountApi();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useZodForm(signUpSchema, { defaultValues: { name: '', email: '', password: '' } });

  if (sentTo) {
    return (
      <Outcome
        icon={<MailCheck aria-hidden="true" />}
        title={t('signUp.sentTitle')}
        text={t('signUp.sentText', { email: sentTo })}
        hint={t('signUp.sentHint')}
        action={<Button onClick={() => setSentTo(null)}>{t('signUp.otherAddress')}</Button>}
      />
    );
  }
  return (
    <AccountCard
      title={t('signUp.title')}
      lead={t('signUp.lead')}
      footer={
        <p className="flex flex-wrap items-center gap-x-2">
          {t('signUp.haveOne')} <TextLink href="/sign-in">{t('signIn.action')}</TextLink>
        </p>
      }
    >
      <Form
        form={form}
        onSubmit={async (values) => {
          const result = await api.signUp(values);
          if (result.ok) setSentTo(values.email);
          return result;
        }}
        // What our own rules let through and the API does not is a password everyone guesses.
        failureFields={{ INVALID_INPUT: 'password' }}
        failureTexts={{ INVALID_INPUT: t('fields.passwordTooCommon') }}
      >
        <TextField
          {...form.field('name')}
          label={t('fields.name')}
          hint={t('fields.nameHint')}
          autoComplete="name"
          required
        />
        <TextField
          {...form.field('email')}
          label={t('fields.email')}
          type="email"
          autoComplete="email"
          inputMode="email"
          autoCapitalize="none"
          required
        />
        <PasswordField
          {...form.field('password')}
          label={t('fields.password')}
          hint={t('fields.passwordHint')}
          autoComplete="new-password"
          required
        />
        <FormActions>
          <SubmitButton size="lg" className="w-full">
            {t('signUp.action')}
          </SubmitButton>
        </FormActions>
      </Form>
    </AccountCard>
  );
}
