'use client';

import { EuroIcon, Ticket, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { Breadcrumbs } from '@/ui/breadcrumbs';
import { Button } from '@/ui/button';
import { Money } from '@/ui/money';
import { Pagination } from '@/ui/pagination';
import { Stat } from '@/ui/stat';
import { StatusBadge } from '@/ui/status-badge';
import { Stepper } from '@/ui/stepper';
import { type Column, Table } from '@/ui/table';
import { TabLinks, Tabs } from '@/ui/tabs';
import { sample } from './sample-text';
import { Section } from './section';

type Sample = (typeof sample.rows)[number];

const columns: Column<Sample>[] = [
  { key: 'name', header: sample.columns[0], cell: (row) => row.name, primary: true },
  {
    key: 'ticket',
    header: sample.columns[1],
    cell: (row) => row.ticket,
    sort: { href: '/styleguide', direction: 'ascending' },
  },
  {
    key: 'status',
    header: sample.columns[2],
    cell: (row) => <StatusBadge status={row.status} />,
  },
  {
    key: 'paid',
    header: sample.columns[3],
    align: 'end',
    cell: (row) => <Money amountMinor={row.paid} currency="EUR" />,
  },
];

const icons = [Ticket, EuroIcon, UserCheck];

export function Data() {
  const [page, setPage] = useState(1);
  return (
    <>
      <Section id="data" title={sample.sections.data}>
        <dl className="grid gap-3 sm:grid-cols-3">
          {sample.stats.map((stat, index) => {
            const Icon = icons[index] ?? Ticket;
            return <Stat key={stat.label} {...stat} icon={<Icon aria-hidden="true" />} />;
          })}
        </dl>
        <Table
          caption={sample.table}
          columns={columns}
          rows={sample.rows}
          rowKey={(row) => row.id}
          actionsLabel={sample.actions}
          actions={() => <Button size="sm">{sample.menuItems[0]}</Button>}
        />
        <Pagination
          onPrevious={page > 1 ? () => setPage(page - 1) : undefined}
          onNext={page < 4 ? () => setPage(page + 1) : undefined}
          shown={{ from: page * 50 - 49, to: page * 50, total: 1284 }}
        />
      </Section>
      <Section id="navigation" title={sample.sections.navigation}>
        <Breadcrumbs
          items={[
            { label: sample.crumbs[0], href: '/styleguide' },
            { label: sample.crumbs[1], href: '/styleguide#data' },
            { label: sample.crumbs[2] },
          ]}
        />
        <Stepper steps={sample.steps} current={1} />
        <Tabs
          label={sample.sections.navigation}
          items={[sample.tab1, sample.tab2, sample.tab3].map((label) => ({
            value: label,
            label,
            content: <p>{sample.tabText}</p>,
          }))}
        />
        <TabLinks
          label={sample.sections.data}
          current="/styleguide"
          items={[
            { href: '/styleguide', label: sample.tab1 },
            { href: '/styleguide/organizer', label: sample.tab2 },
            { href: '/styleguide/door', label: sample.tab3 },
          ]}
        />
      </Section>
    </>
  );
}
