'use client';

import { DoorOpen } from 'lucide-react';
import { useParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useAuth } from '@/lib/auth/auth-provider';
import { signInPath } from '@/lib/auth/return-path';
import { useT } from '@/lib/i18n/client';
import { LinkButton } from '@/ui/button';
import { EmptyState, LoadingState } from '@/ui/states';
import { previewEvent } from './preview-action';

/**
 * The public cannot see this event. Somebody who is signed in may belong to its organization, and
 * then sees the draft in its place; everybody else is told what may be the reason.
 */
export function EventMissing() {
  const t = useT('event-page');
  const { status, getToken } = useAuth();
  const params = useParams<{ org?: string; event?: string }>();
  const [preview, setPreview] = useState<ReactNode | 'asking' | null>('asking');
  const { org, event } = params;

  useEffect(() => {
    if (status === 'loading') return;
    let isGone = false;
    const ask = async () => {
      const asked = status === 'signedIn' ? await getToken() : null;
      const token = asked?.ok ? asked.data : null;
      const found =
        token && org && event
          ? await previewEvent({ orgSlug: org, eventSlug: event, token }).catch(() => null)
          : null;
      if (!isGone) setPreview(found);
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, [status, getToken, org, event]);

  if (preview === 'asking') {
    return (
      <div className="page-width py-16">
        <LoadingState />
      </div>
    );
  }
  if (preview) return preview;
  return (
    <div className="page-width max-w-3xl! py-16">
      <EmptyState
        level={1}
        icon={<DoorOpen aria-hidden="true" />}
        title={t('notFound.title')}
        text={
          status === 'anonymous'
            ? `${t('notFound.text')} ${t('notFound.members')}`
            : t('notFound.text')
        }
        action={
          <>
            {status === 'anonymous' ? (
              <LinkButton href={signInPath(`/e/${org}/${event}`)}>
                {t('common:nav.signIn')}
              </LinkButton>
            ) : null}
            <LinkButton href="/" variant="primary">
              {t('notFound.action')}
            </LinkButton>
          </>
        }
      />
    </div>
  );
}
