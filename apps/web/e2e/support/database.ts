import pg from 'pg';

/** For what a browser cannot do in a test's time: letting a quarter of an hour go by. */
export const databaseUrl = process.env.FOYER_E2E_DATABASE_URL;

async function run(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** As if the buyer had taken longer than the event allows. */
export async function runOut(registrationId: string): Promise<void> {
  await run(
    `update app_public.registrations set expires_at = clock_timestamp() - interval '1 second'
     where id = $1 and status = 'pending'`,
    [registrationId],
  );
}

/** As if others had everything of an event in their checkouts. */
export async function holdAllTickets(slug: string): Promise<void> {
  // Nothing that is really held runs out meanwhile and frees a place.
  await run(
    `update app_public.registrations r set expires_at = clock_timestamp() + interval '15 minutes'
     from app_public.events e where e.id = r.event_id and e.slug = $1 and r.status = 'pending'`,
    [slug],
  );
  await run(
    `update app_public.quotas q set held_count = q.capacity - q.sold_count
     from app_public.events e where e.id = q.event_id and e.slug = $1`,
    [slug],
  );
}

/** And let it go again: what is held then is what orders really hold. */
export async function freeTickets(slug: string): Promise<void> {
  await run(
    `update app_public.quotas q set held_count = coalesce((
       select sum(i.quantity) from app_public.registration_items i
       join app_public.registrations r on r.id = i.registration_id and r.status = 'pending'
       join app_public.ticket_type_quotas tq on tq.ticket_type_id = i.ticket_type_id
       where tq.quota_id = q.id), 0)
     from app_public.events e where e.id = q.event_id and e.slug = $1`,
    [slug],
  );
}
