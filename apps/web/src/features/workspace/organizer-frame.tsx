'use client';

import {
  CalendarDays,
  Hourglass,
  LayoutDashboard,
  Palette,
  PencilLine,
  ReceiptText,
  ScanLine,
  Ticket,
  Users,
  Webhook,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { MembershipsDocument, WorkspaceEventDocument } from '@/gql/graphql';
import { RequireSignIn } from '@/lib/auth/require-sign-in';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useT } from '@/lib/i18n/client';
import { FailureError } from '@/lib/result';
import { type OrganizerNavSection, OrganizerShell } from '@/shell/organizer-shell';
import { ErrorState, LoadingState } from '@/ui/states';

const eventPath = /^\/organize\/([^/]+)\/events\/([0-9a-f-]{36})(?:\/|$)/;
const organizationPath = /^\/organize\/([^/]+)(?:\/|$)/;

/** The organizer's workplace around every page below /organize; where one is follows from the address. */
export function OrganizerFrame({ children }: { children: ReactNode }) {
  return (
    <RequireSignIn
      fallback={
        <div className="mx-auto max-w-3xl p-6">
          <LoadingState />
        </div>
      }
      unreachable={(failure, retry) => (
        <div className="mx-auto max-w-3xl p-6">
          <ErrorState error={new FailureError(failure)} onRetry={retry} level={1} />
        </div>
      )}
    >
      <Frame>{children}</Frame>
    </RequireSignIn>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const t = useT('workspace');
  const pathname = usePathname();
  const memberships = useGraphQuery(MembershipsDocument, {});
  const eventId = eventPath.exec(pathname)?.[2];
  const slug = organizationPath.exec(pathname)?.[1];
  const event = useGraphQuery(
    WorkspaceEventDocument,
    { id: eventId ?? '' },
    { enabled: eventId !== undefined },
  );

  const organizations = (memberships.data?.me?.orgMembers.nodes ?? []).flatMap(
    ({ organization }) =>
      organization
        ? [
            {
              slug: organization.slug,
              name: organization.name,
              logoUrl: organization.orgBranding?.logoUrl,
            },
          ]
        : [],
  );
  const icon = (Icon: typeof Ticket) => <Icon aria-hidden="true" />;
  const sections: OrganizerNavSection[] = [];
  if (slug) {
    sections.push({
      label: t('nav.organization'),
      items: [
        {
          href: `/organize/${slug}`,
          label: t('nav.events'),
          icon: icon(CalendarDays),
          exact: true,
        },
        { href: `/organize/${slug}/settings`, label: t('nav.settings'), icon: icon(Palette) },
        { href: `/organize/${slug}/webhooks`, label: t('nav.webhooks'), icon: icon(Webhook) },
      ],
    });
  }
  if (slug && eventId) {
    const base = `/organize/${slug}/events/${eventId}`;
    sections.push({
      label: event.data?.event?.title,
      items: [
        { href: base, label: t('nav.dashboard'), icon: icon(LayoutDashboard), exact: true },
        { href: `${base}/attendees`, label: t('nav.attendees'), icon: icon(Users) },
        { href: `${base}/registrations`, label: t('nav.orders'), icon: icon(ReceiptText) },
        { href: `${base}/doors`, label: t('nav.doors'), icon: icon(ScanLine) },
        { href: `${base}/tickets`, label: t('nav.tickets'), icon: icon(Ticket) },
        {
          href: `${base}/waiting-room`,
          label: t('nav.waitingRoom'),
          icon: icon(Hourglass),
        },
        { href: `${base}/edit`, label: t('nav.details'), icon: icon(PencilLine) },
      ],
    });
  }
  return (
    <OrganizerShell organizations={organizations} current={slug} sections={sections}>
      {children}
    </OrganizerShell>
  );
}
