'use client';

import { CalendarDays, DoorOpen, Settings, Users } from 'lucide-react';
import { OrganizerShell } from '@/shell/organizer-shell';
import { PageHeader } from '@/ui/page-header';
import { StatusBadge } from '@/ui/status-badge';
import { Data } from './data';
import { sample } from './sample-text';

const icons = [CalendarDays, Users, DoorOpen, Settings];

export function OrganizerSample() {
  const organizations = sample.organizations.map(({ name }) => ({
    name,
    slug: name.toLowerCase().replaceAll(' ', '-'),
  }));
  const items = sample.organizerItems.map((label, index) => {
    const Icon = icons[index] ?? CalendarDays;
    const href = index === 1 ? '/styleguide/organizer' : `/styleguide/organizer/${index}`;
    return { href, label, icon: <Icon aria-hidden="true" /> };
  });
  return (
    <OrganizerShell
      organizations={organizations}
      current={organizations[0]?.slug}
      sections={[{ label: sample.organizations[0].name, items }]}
    >
      <PageHeader
        title={sample.table}
        description={sample.muted}
        badge={<StatusBadge status="published" />}
      />
      <Data />
    </OrganizerShell>
  );
}
