import { DoorOpen } from 'lucide-react';
import type { Metadata } from 'next';
import { getT } from '@/lib/i18n/server';
import { PublicShell } from '@/shell/public-shell';
import { LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT();
  return { title: t('states.notFoundTitle') };
}

export default async function NotFound() {
  const t = await getT();
  return (
    <PublicShell>
      <div className="page-width max-w-3xl! py-16">
        <EmptyState
          level={1}
          icon={<DoorOpen aria-hidden="true" />}
          title={t('states.notFoundTitle')}
          text={t('states.notFoundText')}
          action={
            <LinkButton href="/" variant="primary">
              {t('actions.home')}
            </LinkButton>
          }
        />
      </div>
    </PublicShell>
  );
}
