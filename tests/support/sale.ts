import { insertEvent, insertOrganization, type TestEvent } from '@foyer/testing';
import type { System } from './system.ts';

/** An event on sale with a million tickets, unless told otherwise. */
export async function openSale(
  { admin }: Pick<System, 'admin'>,
  options: Omit<Parameters<typeof insertEvent>[1], 'orgId'> = {},
): Promise<TestEvent> {
  const { id: orgId } = await insertOrganization(admin);
  return await insertEvent(admin, { orgId, quotas: { event: 1_000_000 }, ...options });
}
