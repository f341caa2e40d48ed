import { setTimeout as sleep } from 'node:timers/promises';
import { type Claims, withClaims } from '@foyer/db';
import type { Storage } from '@foyer/storage';
import type { Express, Request } from 'express';
import type pg from 'pg';
import { ApiError } from './api-error.ts';
import { type CalendarEntry, calendarOf } from './calendar.ts';
import { attachment } from './content-disposition.ts';
import { readId } from './parameters.ts';

/** Long enough to open a mail on another device, short enough to be worthless in a log. */
const linkSeconds = 15 * 60;

/** A page is printed in well under a second; the rest is for a queue. */
const printPatienceMs = 8_000;
const printPollMs = 200;

type Options = { pool: pg.Pool; storage: Storage; publicWebUrl: string };

/** What the holder of a registration takes away: the PDF by a signed link, and the calendar entry. */
export function installRegistrations(app: Express, options: Options): void {
  const { pool, storage, publicWebUrl } = options;

  const linkOf = async (req: Request) => {
    const registration = await findOwn(pool, req.caller, readId(req.params.id, 'registration'));
    if (registration.status !== 'confirmed')
      throw new ApiError(409, 'INVALID_STATE', 'There are no tickets for this registration.', {
        hint: `It is ${registration.status}.`,
      });
    return storage.signedUrl(await findPdf(registration.id, req), {
      expiresInSeconds: linkSeconds,
      fileName: `${registration.confirmationNumber}.pdf`,
    });
  };

  /** The worker prints; what it has not printed yet, or not since the event was edited, it is asked for. */
  async function findPdf(registrationId: string, req: Request): Promise<string> {
    const { rows } = await pool.query<{ key: string | null }>(
      'select app_private.ticket_pdf_key($1) as key',
      [registrationId],
    );
    const key = rows[0]?.key;
    if (!key)
      throw new ApiError(
        409,
        'HANDED_OVER',
        'All tickets of this order belong to somebody else now.',
      );
    if (await storage.exists(key)) return key;
    await pool.query('select app_private.request_ticket_pdf($1)', [registrationId]);
    const deadline = performance.now() + printPatienceMs;
    while (performance.now() < deadline && !req.destroyed) {
      await sleep(printPollMs);
      if (await storage.exists(key)) return key;
    }
    throw new ApiError(503, 'INVALID_STATE', 'Your tickets are still being printed.', {
      hint: 'Try again in a few seconds.',
    });
  }

  app.get('/registrations/:id/download', async (req, res) => {
    const { url, expiresAt } = await linkOf(req);
    res.set('cache-control', 'no-store').json({ url, expiresAt: expiresAt.toISOString() });
  });

  app.get('/registrations/:id/tickets.pdf', async (req, res) => {
    const { url } = await linkOf(req);
    res.set('cache-control', 'no-store').redirect(302, url);
  });

  app.get('/registrations/:id/calendar.ics', async (req, res) => {
    const registration = await findOwn(pool, req.caller, readId(req.params.id, 'registration'));
    if (registration.status !== 'confirmed' && registration.status !== 'cancelled')
      throw new ApiError(409, 'INVALID_STATE', 'This registration is not confirmed.');
    res
      .set({
        'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
        'content-disposition': attachment(`${registration.eventSlug}.ics`),
        'cache-control': 'private, no-store',
      })
      .send(calendarOf(registration, publicWebUrl));
  });
}

type OwnRegistration = CalendarEntry & { orgId: string };

/** Holders only: staff see registrations too, but tickets are not theirs to copy. */
async function findOwn(pool: pg.Pool, caller: Claims, id: string): Promise<OwnRegistration> {
  const found = await withClaims(pool, caller, async (client) => {
    const { rows } = await client.query<OwnRegistration>(
      `select r.id, r.org_id as "orgId", r.status, r.confirmation_number as "confirmationNumber",
         e.slug as "eventSlug", e.status = 'cancelled' as "isEventCancelled", e.title, e.summary,
         e.starts_at as "startsAt", e.ends_at as "endsAt", e.location, a.online_url as "onlineUrl", e.contact_email as "contactEmail",
         e.created_at as "createdAt", greatest(e.updated_at, r.updated_at) as "updatedAt",
         o.name as "organizationName"
       from app_public.registrations r
       join app_public.events e on e.id = r.event_id
       join app_public.organizations o on o.id = r.org_id
       left join app_public.event_access a on a.event_id = e.id
       where r.id = $1 and r.id in (select app_hidden.my_registration_ids())`,
      [id],
    );
    return rows[0];
  });
  if (!found) throw new ApiError(404, 'NOT_FOUND', 'There is no such registration.');
  return found;
}
