import type { Metadata } from 'next';
import { AccountCard } from '@/features/account/account-card';
import { SignInForm } from '@/features/account/sign-in-form';
import { TextLink } from '@/features/account/text-link';
import { safeReturnPath } from '@/lib/auth/return-path';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('account');
  return { title: t('signIn.title'), robots: { index: false } };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const [t, { returnTo }] = await Promise.all([getT('account'), searchParams]);
  return (
    <AccountCard
      title={t('signIn.title')}
      lead={t('signIn.lead')}
      footer={
        <>
          <p className="flex flex-wrap items-center gap-x-2">
            {t('signIn.newHere')} <TextLink href="/sign-up">{t('signIn.createAccount')}</TextLink>
          </p>
          <div className="border-t border-line pt-4">
            <h2 className="font-semibold">{t('signIn.guestTitle')}</h2>
            <p className="text-muted">{t('signIn.guestText')}</p>
            <TextLink href="/find-tickets">{t('common:nav.findTickets')}</TextLink>
          </div>
        </>
      }
    >
      <SignInForm
        returnTo={safeReturnPath(typeof returnTo === 'string' ? returnTo : null, '/my/tickets')}
      />
    </AccountCard>
  );
}
