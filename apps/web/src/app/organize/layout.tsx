import type { Metadata } from 'next';
import { type ReactNode, Suspense } from 'react';
import { OrganizerFrame } from '@/features/workspace/organizer-frame';
import { getT, Messages } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('workspace');
  return { title: t('title'), robots: { index: false } };
}

export default function OrganizeLayout({ children }: { children: ReactNode }) {
  return (
    <Messages ns="workspace">
      <Suspense>
        <OrganizerFrame>{children}</OrganizerFrame>
      </Suspense>
    </Messages>
  );
}
