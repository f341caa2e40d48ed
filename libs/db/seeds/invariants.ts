import type pg from 'pg';
import { findViolations, type Rules, rules, rulesAtRest } from '../src/invariants.ts';

/** What is true of the demo world beside what is true of every installation. */
const demoRules: Rules = {
  'a called off registration got its money back': `
    select r.confirmation_number from app_public.registrations r
    where r.status = 'cancelled' and r.confirmed_at is not null
      and r.total_minor <> (select coalesce(sum(f.amount_minor), 0) from app_public.refunds f
        where f.registration_id = r.id and f.status = 'succeeded')`,
  'what is still good was not refunded': `
    select r.confirmation_number from app_public.registrations r join app_public.refunds f on f.registration_id = r.id
    where r.status = 'confirmed'`,
  'only good tickets are let in, after they were issued and while the door is open': `
    select t.code from app_public.check_ins c join app_public.tickets t on t.id = c.ticket_id
    join app_public.events e on e.id = t.event_id
    where t.status <> 'valid' or c.checked_in_at < t.issued_at or c.checked_in_at > clock_timestamp()
      or not app_hidden.check_in_window(e) @> c.checked_in_at`,
  'nothing happened before its event was announced, or in the future': `
    select r.confirmation_number from app_public.registrations r join app_public.events e on e.id = r.event_id
    where r.created_at < e.published_at or greatest(r.created_at, r.confirmed_at, r.cancelled_at, r.expired_at) > clock_timestamp()
      or r.confirmed_at > r.expires_at or r.confirmed_at > e.ends_at`,
  'a ticket is bought only while its type is on sale': `
    select r.confirmation_number from app_public.registrations r
    join app_public.registration_items i on i.registration_id = r.id
    join app_public.ticket_types t on t.id = i.ticket_type_id
    where r.created_at < t.sale_starts_at or r.created_at > t.sale_ends_at`,
  'orders keep the limits of their event and ticket types': `
    select r.confirmation_number from app_public.registrations r
    join app_public.registration_items i on i.registration_id = r.id
    join app_public.ticket_types t on t.id = i.ticket_type_id
    join app_public.events e on e.id = r.event_id
    group by r.id, e.id
    having bool_or(i.quantity not between t.min_per_order and t.max_per_order) or sum(i.quantity) > e.max_tickets_per_order`,
};

/** @throws naming the rules and some rows that break them */
export async function checkInvariants(client: pg.ClientBase): Promise<void> {
  const broken = await findViolations(client, { ...rules, ...rulesAtRest, ...demoRules });
  if (broken.length > 0) throw new Error(`The demo world breaks a rule: ${broken.join('; ')}`);
}
