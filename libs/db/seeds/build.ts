import { demoAttendee, demoSignIns } from './accounts.ts';
import { addOrganization } from './content-rows.ts';
import { addDoor } from './door-rows.ts';
import { createPeople } from './people.ts';
import { createRandom, uuidAt } from './random.ts';
import { resolveOrganization } from './resolve.ts';
import { emptyRows, type WorldRows } from './rows.ts';
import { ordersOf } from './sales.ts';
import { addOrder } from './sales-rows.ts';
import { DAY } from './time.ts';
import { world } from './world/index.ts';

/** The whole world as rows, seen from `now`. @param passwordHash argon2id, of every demo account */
export function buildWorld(now: Date, passwordHash: string): WorldRows {
  const rows = emptyRows();
  const random = createRandom('the demo world');
  const userIds = addAccounts(rows, now, passwordHash);
  const attendeeId = userIds.get(demoAttendee.email) ?? '';
  const nextPerson = createPeople(createRandom('people'));

  for (const content of world) {
    const organization = resolveOrganization(content, now);
    addOrganization(rows, organization, userIds, random);
    for (const event of organization.events) {
      const tickets = ordersOf(event, now, nextPerson).flatMap((order) =>
        addOrder(rows, order, { id: attendeeId, person: demoAttendee }, random),
      );
      addDoor(rows, event, tickets, now);
    }
  }
  countQuotas(rows);
  return rows;
}

function addAccounts(rows: WorldRows, now: Date, passwordHash: string): Map<string, string> {
  const random = createRandom('accounts');
  const createdAt = new Date(now.getTime() - 540 * DAY);
  const userIds = new Map<string, string>();
  for (const { email, name, locale } of demoSignIns) {
    const id = uuidAt(random, createdAt);
    userIds.set(email, id);
    rows['app_public.users'].push({
      id,
      email,
      name,
      locale,
      preferences: {},
      email_verified_at: createdAt,
      created_at: createdAt,
      updated_at: createdAt,
    });
    rows['app_private.user_secrets'].push({
      user_id: id,
      password_hash: passwordHash,
      password_changed_at: createdAt,
    });
  }
  return userIds;
}

/** The counters that reservation and confirmation would have kept. */
function countQuotas(rows: WorldRows): void {
  const quotasOf = Map.groupBy(rows['app_public.ticket_type_quotas'], (row) => row.ticket_type_id);
  const statusOf = new Map(rows['app_public.registrations'].map((row) => [row.id, row.status]));
  const counts = new Map<unknown, { held: number; sold: number }>();
  for (const item of rows['app_public.registration_items']) {
    const status = statusOf.get(item.registration_id);
    for (const { quota_id } of quotasOf.get(item.ticket_type_id) ?? []) {
      const count = counts.get(quota_id) ?? { held: 0, sold: 0 };
      if (status === 'pending') count.held += item.quantity as number;
      if (status === 'confirmed') count.sold += item.quantity as number;
      counts.set(quota_id, count);
    }
  }
  for (const quota of rows['app_public.quotas']) {
    quota.held_count = counts.get(quota.id)?.held ?? 0;
    quota.sold_count = counts.get(quota.id)?.sold ?? 0;
  }
}
