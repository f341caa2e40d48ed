'use client';

import { BadgeCheck, KeyRound, LayoutDashboard, LogOut, MailWarning, Ticket } from 'lucide-react';
import { useState } from 'react';
import { AccountDocument, type AccountQuery, SaveProfileDocument } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { RequireSignIn } from '@/lib/auth/require-sign-in';
import { failureText } from '@/lib/errors';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { isLocale, locales } from '@/lib/i18n/settings';
import { FailureError } from '@/lib/result';
import { Badge } from '@/ui/badge';
import { Button, LinkButton } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { Form, FormActions, SelectField, SubmitButton, TextField, useZodForm } from '@/ui/form';
import { PageHeader } from '@/ui/page-header';
import { ErrorState, LoadingState } from '@/ui/states';
import { useToast } from '@/ui/toast';
import { profileSchema } from './schemas';
import { useAccountApi } from './use-account-api';

type Me = NonNullable<AccountQuery['me']>;

export function AccountScreen() {
  const t = useT('account');
  return (
    <div className="page-width max-w-4xl! pb-16">
      <PageHeader title={t('account.title')} description={t('account.lead')} />
      <RequireSignIn
        fallback={<LoadingState />}
        unreachable={(failure, retry) => (
          <ErrorState error={new FailureError(failure)} onRetry={retry} />
        )}
      >
        <AccountSections />
      </RequireSignIn>
    </div>
  );
}

function AccountSections() {
  const t = useT('account');
  const { data, error, refetch } = useGraphQuery(AccountDocument, {});
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data?.me) return <LoadingState />;
  return (
    <div className="grid items-start gap-5 md:grid-cols-[3fr_2fr]">
      <Profile me={data.me} />
      <div className="flex flex-col gap-5">
        <Card as="section">
          <CardHeader title={t('account.yours')} />
          <ul className="flex flex-col gap-4 text-sm">
            <li className="flex flex-col items-start gap-2">
              <p className="text-muted">{t('account.ticketsText')}</p>
              <LinkButton href="/my/tickets">
                <Ticket aria-hidden="true" />
                {t('common:nav.myTickets')}
              </LinkButton>
            </li>
            <li className="flex flex-col items-start gap-2">
              <p className="text-muted">{t('account.organizeText')}</p>
              <LinkButton href="/organize">
                <LayoutDashboard aria-hidden="true" />
                {t('common:nav.organize')}
              </LinkButton>
            </li>
          </ul>
        </Card>
        <PasswordSection email={data.me.email} />
        <SignOutSection />
      </div>
    </div>
  );
}

function Profile({ me }: { me: Me }) {
  const t = useT('account');
  const toast = useToast();
  const { updateUser } = useAuth();
  const save = useGraphMutation(SaveProfileDocument, { invalidate: [AccountDocument] });
  const form = useZodForm(profileSchema, {
    defaultValues: { name: me.name, locale: isLocale(me.locale) ? me.locale : 'en' },
  });
  return (
    <Card as="section">
      <CardHeader title={t('account.profile')} />
      <Form
        form={form}
        onSubmit={async (patch) => {
          const result = await save.run({ id: me.id, patch });
          if (result.ok) {
            updateUser(patch);
            toast({ title: t('account.saved') });
          }
          return result;
        }}
      >
        <div>
          <p className="text-sm font-semibold">{t('account.email')}</p>
          <p className="mt-1 flex flex-wrap items-center gap-2 break-all">
            {me.email}
            {me.emailVerifiedAt ? (
              <Badge tone="positive" icon={<BadgeCheck aria-hidden="true" />}>
                {t('account.verified')}
              </Badge>
            ) : (
              <Badge tone="caution" icon={<MailWarning aria-hidden="true" />}>
                {t('account.unverified')}
              </Badge>
            )}
          </p>
        </div>
        <TextField
          {...form.field('name')}
          label={t('account.name')}
          hint={t('fields.nameHint')}
          autoComplete="name"
          required
        />
        <SelectField
          {...form.field('locale')}
          label={t('account.language')}
          options={locales.map((value) => ({ value, label: t(`common:settings.${value}`) }))}
          required
        />
        <FormActions>
          <SubmitButton>{t('common:actions.save')}</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  );
}

function PasswordSection({ email }: { email: string }) {
  const t = useT('account');
  const toast = useToast();
  const api = useAccountApi();
  const [pending, setPending] = useState(false);
  const request = async () => {
    setPending(true);
    const result = await api.requestPasswordReset(email);
    setPending(false);
    if (result.ok) toast({ title: t('account.passwordSent', { email }) });
    else toast({ tone: 'critical', title: failureText(result.error, t) });
  };
  return (
    <Card as="section">
      <CardHeader title={t('account.password')} description={t('account.passwordText')} />
      <Button pending={pending} onClick={request}>
        <KeyRound aria-hidden="true" />
        {t('account.passwordAction')}
      </Button>
    </Card>
  );
}

function SignOutSection() {
  const t = useT('account');
  const { signOut } = useAuth();
  return (
    <Card as="section">
      <CardHeader title={t('account.signOutTitle')} description={t('account.signOutText')} />
      <Button onClick={() => void signOut()}>
        <LogOut aria-hidden="true" />
        {t('common:nav.signOut')}
      </Button>
    </Card>
  );
}
