'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useAuth } from '@/lib/auth/auth-provider';
import { useT } from '@/lib/i18n/client';
import { Form, FormActions, PasswordField, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { signInSchema } from './schemas';
import { TextLink } from './text-link';

export function SignInForm({ returnTo }: { returnTo: string }) {
  const t = useT('account');
  const router = useRouter();
  const { status, signIn } = useAuth();
  const form = useZodForm(signInSchema, { defaultValues: { email: '', password: '' } });

  // Also when another tab signed in, or one comes here by an old bookmark.
  useEffect(() => {
    if (status === 'signedIn') router.replace(returnTo);
  }, [status, router, returnTo]);

  return (
    <Form
      form={form}
      onSubmit={signIn}
      failureTexts={{ EMAIL_NOT_VERIFIED: t('signIn.notVerified') }}
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
      <div>
        <PasswordField
          {...form.field('password')}
          label={t('fields.password')}
          autoComplete="current-password"
          required
        />
        <TextLink href="/forgot-password">{t('signIn.forgot')}</TextLink>
      </div>
      <FormActions>
        <SubmitButton size="lg" className="w-full">
          {t('signIn.action')}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
