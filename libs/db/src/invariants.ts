import type pg from 'pg';

/** A rule and the query for rows that must not exist. */
export type Rules = Readonly<Record<string, string>>;

/** What an order `r` of an event `e` earns: its price, less what was given back on request; nothing with an event that was called off. */
const earned = (isRefunded: string) => `(
  case when r.status not in ('confirmed', 'cancelled') or r.confirmed_at is null or r.cancelled_at >= e.cancelled_at then 0
    else r.total_minor - (select coalesce(sum(requested.amount_minor), 0) from app_public.refunds requested
      where requested.registration_id = r.id and requested.reason = 'requested' and requested.${isRefunded}) end)`;

/**
 * What every committed state of every database keeps, whatever died or was cut off meanwhile. Each
 * query is one statement, so it sees one moment: it may be asked while sales go on.
 */
export const rules: Rules = {
  'capacity: nothing is sold or held that does not exist': `
    select name, held_count, sold_count, capacity from app_public.quotas
    where held_count < 0 or sold_count < 0 or held_count + sold_count > capacity`,
  'sold_count is the number of valid tickets that draw from the quota': `
    select q.name, q.sold_count, coalesce(sum(t.count), 0) as tickets
    from app_public.quotas q
    left join app_public.ticket_type_quotas tq on tq.quota_id = q.id
    left join (select ticket_type_id, count(*) from app_public.tickets where status = 'valid' group by 1) t
      on t.ticket_type_id = tq.ticket_type_id
    group by q.id having q.sold_count <> coalesce(sum(t.count), 0)`,
  'held_count is what pending registrations hold of the quota': `
    select q.name, q.held_count, coalesce(sum(h.quantity), 0) as held
    from app_public.quotas q
    left join app_public.ticket_type_quotas tq on tq.quota_id = q.id
    left join (
      select i.ticket_type_id, sum(i.quantity) as quantity from app_public.registration_items i
      join app_public.registrations r on r.id = i.registration_id and r.status = 'pending' group by 1) h
      on h.ticket_type_id = tq.ticket_type_id
    group by q.id having q.held_count <> coalesce(sum(h.quantity), 0)`,
  'a registration has items': `
    select r.confirmation_number from app_public.registrations r
    where not exists (select from app_public.registration_items i where i.registration_id = r.id)`,
  'a confirmed registration has exactly the tickets it ordered and did not cancel': `
    select r.confirmation_number from app_public.registrations r
    cross join lateral (
      select sum(i.quantity) as ordered, sum(i.quantity - i.cancelled_quantity) as left_over
      from app_public.registration_items i where i.registration_id = r.id) as items
    cross join lateral (
      select count(*) as issued, count(*) filter (where t.status = 'valid') as valid
      from app_public.tickets t where t.registration_id = r.id) as tickets
    where r.confirmed_at is not null
      and (issued <> ordered or valid <> case when r.status = 'confirmed' then left_over else 0 end
        or r.status = 'confirmed' and valid = 0)`,
  'nothing but a confirmed registration has tickets': `
    select t.code from app_public.tickets t join app_public.registrations r on r.id = t.registration_id
    where r.confirmed_at is null`,
  'every ticket has a secret, and no two the same': `
    select t.code from app_public.tickets t
    where not exists (select from app_private.ticket_secrets s where s.ticket_id = t.id)
    union all
    select min(s.ticket_id::text) from app_private.ticket_secrets s group by s.secret having count(*) > 1`,
  'the total is the sum of the items': `
    select r.confirmation_number from app_public.registrations r
    join (select registration_id, sum(quantity * unit_price_minor) as sum from app_public.registration_items group by 1) i
      on i.registration_id = r.id
    where r.total_minor <> i.sum`,
  'what is good is paid, less what was given back on request; what is not good is paid back': `
    select r.confirmation_number, r.status, r.total_minor, kept.amount
    from app_public.registrations r
    join app_public.events e on e.id = r.event_id
    cross join lateral (
      select coalesce(sum(p.amount_minor - back.amount - least(back.owed, greatest(p.amount_minor - back.amount, 0))), 0) as amount
      from app_public.payments p
      cross join lateral (
        select coalesce(sum(f.amount_minor) filter (where f.status <> 'failed'), 0) as amount,
          -- What had to go back and failed for good is still owed, and waits for a person.
          coalesce(sum(f.amount_minor) filter (where f.status = 'failed' and f.reason <> 'requested'), 0) as owed
        from app_public.refunds f where f.payment_id = p.id) as back
      where p.registration_id = r.id and p.status = 'succeeded') as kept
    where kept.amount <> ${earned(`status <> 'failed'`)}
      -- Beside one that somebody made at the provider, one of ours may be about to be refused there.
      and not exists (
        select from app_public.refunds f join app_public.refunds other on other.payment_id = f.payment_id
        where f.registration_id = r.id and f.status = 'queued' and other.made_at_provider)`,
  'money is of the currency of its order': `
    select r.confirmation_number from app_public.registrations r
    join app_public.payments p on p.registration_id = r.id
    where p.status = 'succeeded' and p.currency <> r.currency
      and not exists (select from app_public.refunds f where f.payment_id = p.id and f.reason = 'amount_mismatch')`,
  'each payment and refund is in the ledger once, and every account moves against another': `
    select p.id from app_public.payments p
    left join app_public.ledger_entries l on l.payment_id = p.id and l.debit_account = 'provider' and l.refund_id is null
    where p.status = 'succeeded'
    group by p.id having count(l.id) <> 1 or min(l.amount_minor) <> p.amount_minor or min(l.currency) <> p.currency
    union all
    select f.id from app_public.refunds f
    where (case when f.status = 'succeeded' then f.amount_minor else 0 end) <>
      (select coalesce(sum(case when l.credit_account = 'provider' then l.amount_minor else -l.amount_minor end), 0)
        from app_public.ledger_entries l where l.refund_id = f.id)
    union all
    select l.id from app_public.ledger_entries l join app_public.payments p on p.id = l.payment_id
    where p.status <> 'succeeded'`,
  'every entry of the ledger is a capture, a refund, or a refund that failed': `
    select l.id from app_public.ledger_entries l
    where l.debit_account <> 'provider' and (l.refund_id is null or l.credit_account <> 'provider')`,
  'an order has at most one payment that is under way': `
    select p.registration_id from app_public.payments p
    where p.status in ('created', 'pending') group by 1 having count(*) > 1`,
  'a ticket is checked in once': `
    select c.ticket_id from app_public.check_ins c where c.undone_at is null
    group by c.ticket_id, c.session_id having count(*) > 1`,
  'what belongs together belongs to one organization': `
    select r.confirmation_number from app_public.registrations r
    join app_public.events e on e.id = r.event_id
    left join app_public.registration_items i on i.registration_id = r.id
    left join app_public.tickets t on t.registration_id = r.id
    left join app_public.payments p on p.registration_id = r.id
    where r.org_id <> e.org_id or i.org_id <> r.org_id or t.org_id <> r.org_id or p.org_id <> r.org_id`,
  'every change of a registration is on record': `
    select r.confirmation_number from app_public.registrations r
    where not exists (select from app_public.audit_logs a
      where a.org_id = r.org_id and a.record_id = r.id and a.action = 'insert')`,
};

/** What is true as well when nothing is under way any more: the outbox is drained, refunds are settled. */
export const rulesAtRest: Rules = {
  'everything in the outbox is published': `
    select topic, count(*) from app_private.outbox where published_at is null group by topic`,
  'every refund is settled': `
    select f.id, f.status from app_public.refunds f where f.status in ('queued', 'pending')`,
  'every refund that a provider told of is known': `
    select e.provider_event_id from app_private.payment_events e
    join app_public.payments p on p.id = app_private.payment_of_event(e.provider, e.payload -> 'refund')
    where e.outcome = 'unknown' and e.payload ? 'refund' and p.status = 'succeeded'`,
  'sales in the ledger are what was earned': `
    select r.confirmation_number from app_public.registrations r
    join app_public.events e on e.id = r.event_id
    where ${earned(`status = 'succeeded'`)} <>
      (select coalesce(sum(case when l.credit_account = 'sales' then l.amount_minor
          when l.debit_account = 'sales' then -l.amount_minor end), 0)
        from app_public.ledger_entries l where l.registration_id = r.id)`,
};

/** @returns each rule that is broken, with some rows that break it; empty when all is well */
export async function findViolations(client: pg.Pool | pg.ClientBase, rules: Rules) {
  const found: string[] = [];
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await client.query(`select * from (${query}) as violation limit 3`);
    if (rows.length > 0) found.push(`${rule}: ${JSON.stringify(rows)}`);
  }
  return found;
}
