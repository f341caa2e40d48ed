import { insertEvent, insertOrganization, type TestEvent } from '@foyer/testing';
import type { System } from './system.ts';

/** An event on sale, whose crowd is let in all at once: no waiting room, no proof of work. */
export async function openSale(
  { admin }: Pick<System, 'admin'>,
  options: Omit<Parameters<typeof insertEvent>[1], 'orgId'> = {},
): Promise<TestEvent> {
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId, quotas: { event: 1_000_000 }, ...options });
  const { rows } = await admin.query<{ has: boolean }>(
    `select to_regclass('app_public.waiting_rooms') is not null as has`,
  );
  if (!rows[0]?.has) return event;
  await admin.query(
    `insert into app_public.waiting_rooms (org_id, event_id, mode, proof_of_work) values ($1, $2, 'off', 'off')`,
    [orgId, event.id],
  );
  return event;
}
