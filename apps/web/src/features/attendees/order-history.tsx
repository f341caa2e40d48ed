'use client';

import type { TFunction } from 'i18next';
import type { OrderQuery } from '@/gql/graphql';
import { useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import type en from './locales/en';

type Entry = NonNullable<OrderQuery['registration']>['history']['nodes'][number];
type Happened = (typeof en)['order']['happened'];

/** The audit record of an order in words, oldest first. */
export function OrderHistory({
  entries,
  buyerId,
  when,
}: {
  entries: readonly Entry[];
  /** The buyer's account, when they have one. */
  buyerId: string | null;
  when: (at: string) => string;
}) {
  const t = useT('attendees');
  return (
    <Card as="section">
      <CardHeader title={t('order.history')} description={t('order.historyText')} />
      <ol className="relative flex flex-col gap-4 border-l-2 border-line pl-4">
        {entries.filter(isTelling).map((entry) => (
          <li
            key={entry.id}
            className="relative text-sm before:absolute before:top-1.5 before:-left-[1.3rem] before:size-2 before:rounded-full before:bg-brand"
          >
            <p className="font-medium">
              <bdi>{inWords(entry, buyerId, t)}</bdi>
            </p>
            <p className="tabular text-xs text-muted">{when(entry.createdAt)}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** How often the provider was asked is for those who run the installation. */
const isTelling = ({ tableName, action, newData }: Entry): boolean =>
  !(tableName === 'refunds' && action === 'update' && asRecord(newData).status === undefined);

function inWords(
  entry: Entry,
  buyerId: string | null,
  t: TFunction<['attendees', 'common']>,
): string {
  const [before, after] = [asRecord(entry.oldData), asRecord(entry.newData)];
  const table = entry.tableName as keyof Happened;
  const say = (key: string) =>
    (t as unknown as (key: string, values?: object) => string)(`order.happened.${table}.${key}`, {
      name: String(after.attendee_name ?? before.attendee_name ?? ''),
      email: String(after.attendee_email ?? before.attendee_email ?? ''),
      former: String(before.attendee_name ?? after.attendee_name ?? ''),
    });
  if (entry.action === 'insert') return say('insert');
  if (table === 'tickets' && after.version)
    // A guest's link has no account.
    return say(
      entry.userId && entry.userId !== buyerId ? 'transferredByOrganizer' : 'transferredByBuyer',
    );
  if (table === 'check_ins' && after.undone_at) return say('undone');
  if (table === 'payments' && after.failure_code && after.status !== 'failed')
    return say('declined');
  const status = typeof after.status === 'string' ? after.status : 'update';
  return say(status);
}
