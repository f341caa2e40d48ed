import { pipeline } from 'node:stream/promises';
import { allowSilence, withClaims } from '@foyer/db';
import { stringify } from 'csv-stringify';
import type { Express } from 'express';
import type pg from 'pg';
import QueryStream from 'pg-query-stream';
import { ApiError } from './api-error.ts';
import { attachment } from './content-disposition.ts';
import { readId } from './parameters.ts';

/** Each holds a connection for as long as its reader takes. */
const maxAtOnce = 3;
const maxSeconds = 120;

const columns = {
  en: {
    name: 'Attendee',
    email: 'E-mail',
    type: 'Ticket type',
    code: 'Ticket code',
    status: 'Status',
    price: 'Price',
    currency: 'Currency',
    number: 'Confirmation number',
    buyer_name: 'Buyer',
    buyer_email: 'Buyer e-mail',
    issued: 'Issued',
    checked_in: 'Checked in',
  },
  de: {
    name: 'Teilnehmende',
    email: 'E-Mail',
    type: 'Ticketart',
    code: 'Ticketcode',
    status: 'Status',
    price: 'Preis',
    currency: 'Währung',
    number: 'Bestätigungsnummer',
    buyer_name: 'Bestellt von',
    buyer_email: 'E-Mail der Bestellung',
    issued: 'Ausgestellt',
    checked_in: 'Eingelassen',
  },
} as const;

/** GET /events/:id/attendees.csv: everybody who has a ticket, for the event's organization. */
export function installExports(app: Express, { pool }: { pool: pg.Pool }): void {
  let underWay = 0;

  app.get('/events/:id/attendees.csv', async (req, res) => {
    const id = readId(req.params.id, 'event');
    if (!req.caller.userId)
      throw new ApiError(401, 'NOT_SIGNED_IN', 'Sign in to export attendees.');
    if (underWay >= maxAtOnce)
      throw new ApiError(429, 'RATE_LIMITED', 'Other exports are under way.', {
        hint: 'Try again in a minute.',
      });
    underWay += 1;
    try {
      await withClaims(pool, req.caller, async (client) => {
        const event = await findOwnEvent(client, id);
        // A slow reader is waited for, but not for ever.
        await client.query(`set local idle_in_transaction_session_timeout = '${maxSeconds}s'`);
        allowSilence(client, maxSeconds * 1000);
        res.set({
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': attachment(`${event.slug}-attendees.csv`),
          'cache-control': 'private, no-store',
        });
        const header = columns[req.query.locale === 'de' ? 'de' : 'en'];
        await pipeline(
          client.query(new QueryStream(attendees, [id], { batchSize: 500 })),
          stringify({
            header: true,
            // In the event's zone, so say so.
            columns: {
              ...header,
              issued: `${header.issued} (${event.timezone})`,
              checked_in: `${header.checked_in} (${event.timezone})`,
            },
            // Excel takes UTF-8 for another encoding without it.
            bom: true,
            record_delimiter: 'windows',
            // A cell that starts like a formula gets an apostrophe in front.
            escape_formulas: true,
          }),
          res,
          { signal: AbortSignal.timeout(maxSeconds * 1000) },
        );
      });
    } finally {
      underWay -= 1;
    }
  });
}

async function findOwnEvent(
  client: pg.PoolClient,
  id: string,
): Promise<{ slug: string; timezone: string }> {
  const { rows } = await client.query<{ slug: string; timezone: string }>(
    `select slug, timezone from app_public.events
     where id = $1 and org_id in (select app_hidden.my_org_ids('staff'))`,
    [id],
  );
  if (!rows[0]) throw new ApiError(404, 'NOT_FOUND', 'There is no such event.');
  return rows[0];
}

/** Under the caller's row-level security; money with the decimals of its currency is the reader's to format. */
const attendees = `
  select t.attendee_name as name, t.attendee_email as email, y.name as type,
    substr(t.code, 1, 5) || '-' || substr(t.code, 6) as code, t.status,
    i.unit_price_minor as price, r.currency, r.confirmation_number as number,
    r.buyer_name, r.buyer_email,
    to_char(t.issued_at at time zone e.timezone, 'YYYY-MM-DD HH24:MI') as issued,
    to_char(app_public.tickets_checked_in_at(t) at time zone e.timezone, 'YYYY-MM-DD HH24:MI') as checked_in
  from app_public.tickets t
  join app_public.events e on e.id = t.event_id
  join app_public.registrations r on r.id = t.registration_id
  join app_public.ticket_types y on y.id = t.ticket_type_id
  join app_public.registration_items i
    on i.registration_id = t.registration_id and i.ticket_type_id = t.ticket_type_id
  where t.event_id = $1 and t.org_id in (select app_hidden.my_org_ids('staff'))
  order by t.attendee_name, t.id`;
