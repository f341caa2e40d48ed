import type pg from 'pg';

/** Each query returns the rows that must not exist. */
const violations: Readonly<Record<string, string>> = {
  'sold_count is the number of valid tickets that draw from the quota': `
    select q.name, q.sold_count, count(t.id) as tickets
    from app_public.quotas q
    left join app_public.ticket_type_quotas tq on tq.quota_id = q.id
    left join app_public.tickets t on t.ticket_type_id = tq.ticket_type_id and t.status = 'valid'
    group by q.id having q.sold_count <> count(t.id)`,
  'held_count is what pending registrations hold of the quota': `
    select q.name, q.held_count, coalesce(sum(i.quantity), 0) as held
    from app_public.quotas q
    left join app_public.ticket_type_quotas tq on tq.quota_id = q.id
    left join (app_public.registration_items i
      join app_public.registrations r on r.id = i.registration_id and r.status = 'pending')
      on i.ticket_type_id = tq.ticket_type_id
    group by q.id having q.held_count <> coalesce(sum(i.quantity), 0)`,
  'a confirmed registration has exactly the tickets it ordered': `
    select r.confirmation_number from app_public.registrations r
    where r.confirmed_at is not null
      and (select sum(i.quantity) from app_public.registration_items i where i.registration_id = r.id)
        <> (select count(*) from app_public.tickets t where t.registration_id = r.id
            and t.status = case when r.status = 'confirmed' then 'valid' else 'cancelled' end::app_public.ticket_status)`,
  'nothing but a confirmed registration has tickets': `
    select t.code from app_public.tickets t join app_public.registrations r on r.id = t.registration_id
    where r.confirmed_at is null`,
  'the total is the sum of the items': `
    select r.confirmation_number from app_public.registrations r
    where r.total_minor <> (select sum(i.quantity * i.unit_price_minor)
      from app_public.registration_items i where i.registration_id = r.id)`,
  'what is confirmed and costs something is paid exactly once, in full': `
    select r.confirmation_number from app_public.registrations r
    where r.confirmed_at is not null and r.total_minor > 0
      and (select coalesce(array_agg(p.amount_minor || p.currency), '{}') from app_public.payments p
        where p.registration_id = r.id and p.status = 'succeeded') <> array[r.total_minor || r.currency]`,
  'a called off registration got its money back': `
    select r.confirmation_number from app_public.registrations r
    where r.status = 'cancelled' and r.confirmed_at is not null
      and r.total_minor <> (select coalesce(sum(f.amount_minor), 0) from app_public.refunds f
        where f.registration_id = r.id and f.status = 'succeeded')`,
  'what is still good was not refunded': `
    select r.confirmation_number from app_public.registrations r join app_public.refunds f on f.registration_id = r.id
    where r.status = 'confirmed'`,
  'each payment and refund is in the ledger once, and every account moves against another': `
    select p.id from app_public.payments p where p.status = 'succeeded' and p.amount_minor <>
      (select coalesce(sum(l.amount_minor), 0) from app_public.ledger_entries l
        where l.payment_id = p.id and l.debit_account = 'provider')
    union all
    select f.id from app_public.refunds f where f.status = 'succeeded' and f.amount_minor <>
      (select coalesce(sum(l.amount_minor), 0) from app_public.ledger_entries l
        where l.refund_id = f.id and l.credit_account = 'provider')`,
  'sales in the ledger are what good tickets cost': `
    select r.confirmation_number from app_public.registrations r
    where case when r.status = 'confirmed' then r.total_minor else 0 end <>
      (select coalesce(sum(case when l.credit_account = 'sales' then l.amount_minor
          when l.debit_account = 'sales' then -l.amount_minor end), 0)
        from app_public.ledger_entries l where l.registration_id = r.id)`,
  'every ticket has a secret': `
    select t.code from app_public.tickets t
    where not exists (select from app_private.ticket_secrets s where s.ticket_id = t.id)`,
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

/** @throws naming the rule and some rows that break it */
export async function checkInvariants(client: pg.ClientBase): Promise<void> {
  for (const [rule, query] of Object.entries(violations)) {
    const { rows } = await client.query(`select * from (${query}) as violation limit 3`);
    if (rows.length > 0) {
      throw new Error(`The demo world breaks a rule: ${rule}: ${JSON.stringify(rows)}`);
    }
  }
}
