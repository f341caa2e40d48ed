import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase, sealEverything, type TestDatabase } from '@foyer/testing';
import { verify } from '@node-rs/argon2';
import pg from 'pg';
import { demoSignIns, seed } from './index.ts';
import { checkInvariants } from './invariants.ts';
import { plantWorld } from './plant.ts';
import { world } from './world/index.ts';

let db: TestDatabase;
/** Stays empty: what is planted here is rolled back. */
let empty: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  empty = await createTestDatabase();
  await seed(db.urls.admin);
});
afterAll(async () => {
  await db.close();
  await empty.close();
});

const select = async <T extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  (await db.pools.admin.query<T>(sql, values)).rows;

/** Runs a query as somebody with an account, under row-level security. */
async function selectAs<T extends Record<string, unknown>>(email: string | null, sql: string) {
  const client = await db.pools.api.connect();
  try {
    const [user] = await select<{ id: string }>(
      'select id from app_public.users where email = $1',
      [email],
    );
    await client.query('begin');
    await client.query(
      `select set_config('role', $1, true), set_config('foyer.user_id', $2, true)`,
      [email ? 'foyer_user' : 'foyer_anonymous', user?.id ?? ''],
    );
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('every invariant of sales, money and doors holds in the database', async () => {
  const client = await db.pools.admin.connect();
  try {
    await checkInvariants(client);
  } finally {
    client.release();
  }
});

test('the invariants notice a counter that is off by one', async () => {
  const client = await db.pools.admin.connect();
  try {
    await client.query('begin');
    await client.query(
      `update app_public.quotas set sold_count = sold_count - 1
       where id = (select id from app_public.quotas where sold_count > 0 limit 1)`,
    );
    await expect(checkInvariants(client)).rejects.toThrow(
      'sold_count is the number of valid tickets',
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('a second run changes nothing', async () => {
  const counts = () =>
    select(`select (select count(*) from app_public.registrations) as registrations,
      (select count(*) from app_public.audit_logs) as audit_logs, (select count(*) from app_public.users) as users`);
  const before = await counts();
  await seed(db.urls.admin);
  expect(await counts()).toEqual(before);
});

test.each([
  ['just after midnight at the turn of the year', '2025-12-31T23:30:00Z'],
  ['while Europe changes its clocks', '2026-03-29T01:00:00Z'],
  ['when only America has changed its clocks', '2026-03-10T04:10:00Z'],
  ['on a Thursday noon', '2026-05-14T12:00:00Z'],
  ['on a leap day', '2024-02-29T18:45:00Z'],
])('the world is sound when it is seeded %s', async (_, now) => {
  const client = new pg.Client(empty.urls.admin);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role foyer_owner');
    await plantWorld(client, new Date(now));
    const { rows } = await client.query('select count(*)::int as count from app_public.events');
    expect(rows).toEqual([{ count: 15 }]);
  } finally {
    await client.end();
  }
});

test('nothing is queued: nobody gets mail about the past', async () => {
  expect(await select('select topic from app_private.outbox')).toEqual([]);
});

test('audit triggers are awake again after the seeding', async () => {
  expect(
    await select(`select tgrelid::regclass::text as table from pg_trigger
      where tgname like 'audit\\_%' and tgenabled <> 'O'`),
  ).toEqual([]);
});

test('the audit tells the past in order, and its seal verifies', async () => {
  const [order] = await select(`select count(*)::int as count from (
    select created_at < lag(created_at) over (order by id) as is_late from app_public.audit_logs) a where is_late`);
  expect(order).toEqual({ count: 0 });
  const [history] = await select<{ actions: string[] }>(`
    select array_agg(a.new_data ->> 'status' order by a.id) filter (where a.new_data ? 'status') as actions
    from app_public.audit_logs a where a.record_id =
      (select id from app_public.registrations where status = 'cancelled' limit 1)`);
  expect(history?.actions).toEqual(['pending', 'confirmed', 'cancelled']);
  await sealEverything(db.pools.admin);
  expect(
    await select('select distinct is_intact from app_private.verify_audit() order by 1'),
  ).toEqual([{ is_intact: true }]);
});

test('each ticket type stands where its event wants it: on sale, sold out, not yet, ended', async () => {
  const rows = await select<{ event: string; states: string }>(`
    select e.slug as event, string_agg(app_public.ticket_types_availability(t)::text, ' ' order by t.position) as states
    from app_public.events e join app_public.ticket_types t on t.event_id = e.id
    group by e.slug`);
  expect(Object.fromEntries(rows.map(({ event, states }) => [event, states]))).toEqual({
    undercurrent: 'ended on_sale on_sale on_sale on_sale on_sale',
    'postgres-from-the-inside': 'on_sale',
    'incident-reviews-that-change-something': 'on_sale',
    'systems-after-dark': 'on_sale',
    'undercurrent-speakers-dinner': 'on_sale on_sale',
    'undercurrent-tokyo': 'ended ended',
    gradient: 'ended ended ended',
    'lantern-ball': 'on_sale on_sale on_sale',
    'what-the-ice-remembers': 'sold_out',
    'night-at-the-observatory': 'ended ended',
    'open-day': 'on_sale on_sale on_sale',
    'long-exposure': 'sold_out on_sale on_sale on_sale',
    nachtklang: 'on_sale on_sale',
    'low-water-festival': 'not_yet not_yet not_yet on_sale',
    'still-water': 'on_sale on_sale on_sale',
  });
});

test('every ticket type has sold what its content says', async () => {
  const sold = await select<{ key: string; count: number }>(`
    select e.slug || '/' || t.name as key, count(k.id)::int as count
    from app_public.ticket_types t join app_public.events e on e.id = t.event_id
    left join app_public.tickets k on k.ticket_type_id = t.id and k.status = 'valid'
    group by 1`);
  const expected = world.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.ticketTypes.map((type) => [
        `${event.slug}/${type.name}`,
        event.status === 'cancelled' ? 0 : type.sold,
      ]),
    ),
  );
  expect(Object.fromEntries(sold.map(({ key, count }) => [key, count]))).toEqual(
    Object.fromEntries(expected),
  );
});

test('strangers see the public events and neither the private one nor the draft', async () => {
  const rows = await selectAs<{ slug: string }>(null, 'select slug from app_public.events');
  const slugs = rows.map(({ slug }) => slug);
  expect(slugs).toContain('undercurrent');
  expect(slugs).not.toContain('undercurrent-speakers-dinner');
  expect(slugs).not.toContain('undercurrent-tokyo');
});

test('a ticket for the open room bought now is good at the door now', async () => {
  expect(
    await select(`select e.slug from app_public.events e
      where e.status = 'published' and now() between e.starts_at and e.ends_at
        and app_hidden.check_in_window(e) @> now()`),
  ).toEqual([{ slug: 'still-water' }]);
});

test('the charts of an owner have weeks of sales, and admissions that rise before the start', async () => {
  const days = await selectAs<{ tickets: number; revenue: number }>(
    'owner@lumenfold.example',
    `select ticket_count::int as tickets, revenue_minor::int as revenue from app_public.events e,
       app_public.event_sales_by_day(e.id) where e.slug = 'undercurrent'`,
  );
  expect(days.length).toBeGreaterThan(70);
  expect(days.reduce((sum, day) => sum + day.tickets, 0)).toBe(573);
  const quarters = await selectAs<{ minutes: number; count: number }>(
    'owner@lumenfold.example',
    `select extract(epoch from c.starting_at - e.starts_at)::int / 60 as minutes, c.check_in_count::int as count
     from app_public.events e, app_public.event_check_ins_over_time(e.id) c where e.slug = 'gradient'`,
  );
  const busiest = quarters.reduce((a, b) => (b.count > a.count ? b : a));
  expect(busiest.minutes).toBeLessThan(0);
  expect(busiest.minutes).toBeGreaterThan(-60);
});

test('every demo sign-in is verified, has its role, and the documented password opens it', async () => {
  for (const { email, password, role, organization } of demoSignIns) {
    const [account] = await select<{
      hash: string;
      role: string | null;
      organization: string | null;
    }>(
      `select s.password_hash as hash, m.role, o.name as organization
       from app_public.users u join app_private.user_secrets s on s.user_id = u.id
       left join app_public.org_members m on m.user_id = u.id
       left join app_public.organizations o on o.id = m.org_id
       where u.email = $1 and u.email_verified_at is not null`,
      [email],
    );
    expect([account?.role ?? 'attendee', account?.organization]).toEqual([role, organization]);
    expect(await verify(account?.hash ?? '', password)).toBe(true);
  }
});

test('the attendee sees their own registrations: upcoming, usable today, past and called off', async () => {
  const rows = await selectAs<{ slug: string; status: string }>(
    'attendee@foyer.example',
    `select e.slug, r.status from app_public.registrations r join app_public.events e on e.id = r.event_id order by e.slug`,
  );
  expect(rows.map(({ slug, status }) => `${slug} ${status}`)).toEqual([
    'gradient confirmed',
    'long-exposure confirmed',
    'night-at-the-observatory cancelled',
    'still-water confirmed',
    'undercurrent confirmed',
  ]);
});

test('all artwork that the world names is shipped with the web app', async () => {
  const rows = await select<{ url: string }>(`
    select cover_image_url as url from app_public.events
    union select logo_url from app_public.org_branding
    union select cover_image_url from app_public.org_branding
    union select photo_url from app_public.speakers`);
  const folder = join(import.meta.dirname, '../../../apps/web/public');
  expect(rows.length).toBeGreaterThan(30);
  for (const { url } of rows) await access(join(folder, url));
});

test('the colours of every organization are readable with the text that stands on them', () => {
  for (const { slug, colors } of world) {
    for (const color of [colors.primary, colors.accent]) {
      expect({ slug, color, isReadable: contrast(color, colors.onPrimary) >= 4.5 }).toEqual({
        slug,
        color,
        isReadable: true,
      });
    }
  }
});

/** WCAG 2.2 contrast ratio of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((i) => {
      const channel = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}
