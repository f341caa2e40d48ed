import { signedTickets } from '@foyer/testing/tickets';
import pg from 'pg';
import { databaseUrl } from './database';

export type DoorTicket = { id: string; code: string; token: string; attendeeName: string };

/** Tickets of an event that nobody has come with yet, by what their QR codes say. */
export async function freshTickets(slug: string, count: number): Promise<DoorTicket[]> {
  return await withPool(async (pool) => {
    const { rows } = await pool.query<{ id: string; event_id: string; name: string }>(
      `select t.id, t.event_id, t.attendee_name as name
       from app_public.tickets t join app_public.events e on e.id = t.event_id
       where e.slug = $1 and t.status = 'valid'
         and not exists (select from app_public.check_ins c where c.ticket_id = t.id)
       order by t.id limit $2`,
      [slug, count],
    );
    const signed = await signedTickets(pool, rows[0]?.event_id ?? '', secret());
    return rows.map(({ id, name }) => {
      const ticket = signed.find((one) => one.id === id);
      if (!ticket) throw new Error(`ticket ${id} is not signed`);
      return { ...ticket, attendeeName: name };
    });
  });
}

/** One that was sold just now, by the same order as another. */
export async function issueTicket(like: DoorTicket, slug: string): Promise<DoorTicket> {
  const id = await withPool(async (pool) => {
    const { rows } = await pool.query<{ id: string }>(
      `with issued as (
         insert into app_public.tickets (org_id, event_id, registration_id, ticket_type_id, attendee_name, attendee_email)
         select org_id, event_id, registration_id, ticket_type_id, 'Latecomer', attendee_email
         from app_public.tickets where id = $1 returning id),
       secrets as (insert into app_private.ticket_secrets (ticket_id) select id from issued)
       select id from issued`,
      [like.id],
    );
    return rows[0]?.id;
  });
  const issued = (await freshTickets(slug, 10_000)).find((ticket) => ticket.id === id);
  if (!issued) throw new Error('the ticket was not issued');
  return issued;
}

/** As its organizer does it. */
export async function cancelTicket(id: string): Promise<void> {
  await withPool((pool) =>
    pool.query(
      `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
      [id],
    ),
  );
}

function secret(): string {
  const value = process.env.FOYER_E2E_SECRET;
  if (!value) throw new Error('FOYER_E2E_SECRET is not set');
  return value;
}

async function withPool<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
