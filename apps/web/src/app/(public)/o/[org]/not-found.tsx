import { DoorOpen } from 'lucide-react';
import { getT } from '@/lib/i18n/server';
import { LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';

export default async function NotFound() {
  const t = await getT('organization-page');
  return (
    <div className="page-width max-w-3xl! py-16">
      <EmptyState
        level={1}
        icon={<DoorOpen aria-hidden="true" />}
        title={t('notFoundTitle')}
        text={t('notFoundText')}
        action={
          <LinkButton href="/" variant="primary">
            {t('emptyAction')}
          </LinkButton>
        }
      />
    </div>
  );
}
