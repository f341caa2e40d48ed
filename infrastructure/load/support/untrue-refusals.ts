import type pg from 'pg';
import type { RecordedAnswer } from './load-client.ts';

/**
 * How many refusals of a rush were not true. Nothing comes back in it, so what is left only shrinks: who
 * wanted n tickets and was refused at a time at which n were still there was refused wrongly. What was
 * there when is read from the holds that are stored, by the database's clock, which is this machine's.
 * @param quantities what each client asked for
 */
export async function untrueRefusals(
  admin: pg.Pool,
  eventId: string,
  capacity: number,
  answers: readonly RecordedAnswer[],
  quantities: readonly number[],
): Promise<number> {
  const { rows } = await admin.query<{ at: number; quantity: number }>(
    `select (extract(epoch from r.created_at) * 1000)::float8 as at, sum(i.quantity)::int as quantity
     from app_public.registrations r join app_public.registration_items i on i.registration_id = r.id
     where r.event_id = $1 group by r.id, r.created_at order by r.created_at`,
    [eventId],
  );
  const refusals = answers
    .filter(({ outcome }) => outcome !== null && outcome !== 'held')
    .toSorted((a, b) => a.answeredAt - b.answeredAt);
  let left = capacity;
  let next = 0;
  let untrue = 0;
  for (const { client, answeredAt } of refusals) {
    for (let hold = rows[next]; hold && hold.at <= answeredAt; hold = rows[next]) {
      left -= hold.quantity;
      next += 1;
    }
    if (left >= (quantities[client] ?? 1)) untrue += 1;
  }
  return untrue;
}
