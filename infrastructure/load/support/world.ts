import { insertUser } from '@foyer/testing';
import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { plantRecords } from './planted-records.ts';

type Admin = System['admin'];

export interface PlantedEvent {
  id: string;
  orgId: string;
  orgSlug: string;
  slug: string;
  ticketTypeId: string;
  /** One of its orders, paid, a part of it given back. */
  registrationId: string;
  /** An address that its organization has told. */
  webhookEndpointId: string;
}

/** Who looks at it: somebody of its organization, and somebody who bought some of its tickets. */
export interface People<T> {
  owner: T;
  buyer: T;
}

/**
 * So many organizations, each with events that sold so many tickets, a quarter of them admitted already and a
 * quarter of them paid: the others cost nothing.
 * Written set by set, as a restored backup writes, without triggers: a million tickets take about a minute.
 * @returns the first event of the first organization
 */
export async function plantOrganizations(
  admin: Admin,
  options: { count: number; events: number; tickets: number; prefix: string },
): Promise<PlantedEvent> {
  const client = await admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    await client.query(`set local maintenance_work_mem = '512MB'`);
    await client.query(
      `create temp table planted_org on commit drop as
       select app_hidden.uuid_v7() as id, app_hidden.uuid_v7() as endpoint_id, $2 || n as slug, n from generate_series(1, $1::int) n`,
      [options.count, options.prefix],
    );
    await client.query(`insert into app_public.organizations (id, slug, name)
      select id, slug, 'Society ' || n from planted_org`);
    await client.query(
      `insert into app_public.org_branding (org_id, tagline) select id, 'We meet' from planted_org`,
    );
    await client.query(`with owner as (
        insert into app_public.users (email, name, email_verified_at)
        select slug || '@example.org', 'Owner of ' || slug, now() from planted_org returning id, email)
      insert into app_public.org_members (org_id, user_id, role)
      select o.id, owner.id, 'owner' from planted_org o join owner on owner.email = o.slug || '@example.org'`);
    await client.query(`insert into app_public.speakers (org_id, name, bio)
      select id, 'Speaker of ' || slug, 'Has spoken before.' from planted_org`);
    await client.query(
      `create temp table planted on commit drop as
       select o.id as org_id, app_hidden.uuid_v7() as event_id, app_hidden.uuid_v7() as quota_id,
         app_hidden.uuid_v7() as type_id, o.n * $1::int + e - 1 as n, e
       from planted_org o, generate_series(1, $1::int) e order by o.n, e`,
      [options.events],
    );
    await client.query(`insert into app_public.events (id, org_id, slug, title, summary, description, status, starts_at, ends_at,
        timezone, published_at, event_type, location)
      select event_id, org_id, 'event-' || e, 'Evening ' || n, 'One of many', repeat('It will be good. ', 40), 'published',
        now() + (n % 300 + 1) * interval '1 day', now() + (n % 300 + 1) * interval '1 day' + interval '3 hours',
        'Europe/Berlin', now(), 'hybrid', '{"city": "Berlin", "venue": "The Hall"}'
      from planted`);
    await client.query(`insert into app_public.event_access (org_id, event_id, online_url)
      select org_id, event_id, 'https://stream.example.org/' || event_id from planted`);
    await client.query(`insert into app_public.event_links (org_id, event_id)
      select org_id, event_id from planted`);
    await client.query(`insert into app_public.sessions (org_id, event_id, title, starts_at, ends_at)
      select p.org_id, p.event_id, 'Talk', e.starts_at, e.ends_at from planted p join app_public.events e on e.id = p.event_id`);
    await client.query(`insert into app_public.session_speakers (org_id, session_id, speaker_id)
      select p.org_id, s.id, k.id from planted p
      join app_public.sessions s on s.event_id = p.event_id join app_public.speakers k on k.org_id = p.org_id`);
    await client.query(`insert into app_public.gates (org_id, event_id, name)
      select org_id, event_id, 'Main gate' from planted`);
    await client.query(`insert into app_public.devices (org_id, event_id, name, paired_at)
      select org_id, event_id, 'Phone', now() from planted`);
    await client.query(
      `insert into app_public.quotas (id, org_id, event_id, name, kind, capacity, sold_count)
       select quota_id, org_id, event_id, 'event', 'event', $1::int + 1000000, $1 from planted`,
      [options.tickets],
    );
    await client.query(`insert into app_public.ticket_types (id, org_id, event_id, name, price_minor, currency)
      select type_id, org_id, event_id, 'Standard', 2500, 'EUR' from planted`);
    await client.query(`insert into app_public.ticket_type_quotas (org_id, event_id, ticket_type_id, quota_id)
      select org_id, event_id, type_id, quota_id from planted`);
    await client.query(
      `create temp table planted_order on commit drop as
       select p.org_id, p.event_id, p.type_id, app_hidden.uuid_v7() as id, p.n, g, now() - g * interval '1 minute' as at,
         case when g % 4 = 1 then 2500 else 0 end as price_minor
       from planted p, generate_series(1, $1::int / 4) g`,
      [options.tickets],
    );
    await client.query(`insert into app_public.registrations (id, org_id, event_id, status, confirmation_number, buyer_name, buyer_email,
        total_minor, currency, idempotency_key, request_fingerprint, confirmed_at, created_at)
      select id, org_id, event_id, 'confirmed', 'REG-' || n || '-' || g, 'Buyer ' || g, 'buyer' || n || '.' || g || '@example.org',
        4 * price_minor, 'EUR', gen_random_uuid(), '', at, at
      from planted_order`);
    await client.query(`insert into app_public.registration_items (org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
      select org_id, event_id, id, type_id, 4, price_minor from planted_order`);
    // The trigram index alone would take longer than everything else, row by row.
    await client.query('drop index app_public.tickets_by_name');
    await client.query(`insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, code, attendee_name, attendee_email)
      select org_id, event_id, id, type_id, upper(substr(md5(id::text || t), 1, 10)), 'Guest ' || chr(65 + g % 26) || ' ' || g || '-' || t,
        'guest' || n || '.' || g || '@example.org'
      from planted_order, generate_series(1, 4) t`);
    await client.query(
      'create index tickets_by_name on app_public.tickets using gin (attendee_name extensions.gin_trgm_ops)',
    );
    await client.query(`insert into app_private.ticket_secrets (ticket_id)
      select t.id from app_public.tickets t join planted_order o on o.id = t.registration_id`);
    await client.query(`create temp table planted_scan on commit drop as
      select gen_random_uuid() as id, t.org_id, t.event_id, t.id as ticket_id, now() - o.g * interval '1 second' as at
      from planted_order o join lateral (
        select t.id, t.org_id, t.event_id from app_public.tickets t where t.registration_id = o.id limit 1) t on true`);
    await client.query(`insert into app_public.scans (id, org_id, event_id, ticket_id, verdict, method, scanned_at)
      select id, org_id, event_id, ticket_id, 'accepted', 'scan', at from planted_scan`);
    await client.query(`insert into app_public.check_ins (org_id, event_id, ticket_id, scan_id, checked_in_at, method)
      select org_id, event_id, ticket_id, id, at, 'scan' from planted_scan`);
    await plantRecords(client);
    const { rows } = await client.query<PlantedEvent>(
      `select p.event_id as id, p.org_id as "orgId", o.slug as "orgSlug", 'event-' || p.e as slug, p.type_id as "ticketTypeId",
         o.endpoint_id as "webhookEndpointId",
         (select r.id from planted_order r where r.event_id = p.event_id order by r.g limit 1) as "registrationId"
       from planted p join planted_org o on o.id = p.org_id order by o.n, p.e limit 1`,
    );
    await client.query('commit');
    if (!rows[0]) throw new Error('nothing was planted');
    return rows[0];
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** One organization to look at, its first event furnished. */
export async function plantOrganization(
  admin: Admin,
  {
    sessions,
    ...options
  }: { events: number; tickets: number; prefix: string } & Parameters<typeof furnish>[2],
): Promise<{ event: PlantedEvent; people: People<string> }> {
  const event = await plantOrganizations(admin, { count: 1, ...options });
  return { event, people: await furnish(admin, event, { sessions }) };
}

/** What makes an event page and its organizer's screens look used: an agenda, gates, phones, a colleague, a guest. */
async function furnish(
  admin: Admin,
  { id, orgId, registrationId }: PlantedEvent,
  options: { sessions: number },
): Promise<People<string>> {
  const owner = await insertUser(admin);
  const buyer = await insertUser(admin);
  await admin.query(
    `update app_public.registrations set user_id = $1
     where id = $3 or id in (select id from app_public.registrations where event_id = $2 limit 10)`,
    [buyer.id, id, registrationId],
  );
  await admin.query(
    `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'owner')`,
    [orgId, owner.id],
  );
  await admin.query(
    `insert into app_public.speakers (org_id, name, bio)
     select $1, 'Speaker ' || n, repeat('Has spoken before. ', 10) from generate_series(1, $2::int) n`,
    [orgId, options.sessions],
  );
  await admin.query(
    `insert into app_public.sessions (org_id, event_id, title, starts_at, ends_at)
     select $1, $2, 'Talk ' || n, e.starts_at + n * interval '1 minute', e.starts_at + (n + 20) * interval '1 minute'
     from app_public.events e, generate_series(1, $3::int) n where e.id = $2`,
    [orgId, id, options.sessions],
  );
  await admin.query(
    `insert into app_public.session_speakers (org_id, session_id, speaker_id)
     select $1, s.id, p.id
     from (select id, row_number() over (order by id) as n from app_public.sessions where event_id = $2) s
     join (select id, row_number() over (order by id) as n from app_public.speakers where org_id = $1) p using (n)
     on conflict do nothing`,
    [orgId, id],
  );
  await admin.query(
    `insert into app_public.gates (org_id, event_id, name) select $1, $2, 'Gate ' || n from generate_series(1, 5) n`,
    [orgId, id],
  );
  await admin.query(
    `insert into app_public.devices (org_id, event_id, name, paired_at)
     select $1, $2, 'Phone ' || n, now() from generate_series(1, 10) n`,
    [orgId, id],
  );
  return { owner: owner.id, buyer: buyer.id };
}
