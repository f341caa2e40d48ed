import type { Door } from '../door.ts';
import { eventKeys } from '../redis/keys.ts';

export type Guest = {
  ticketId: string;
  /** What to send as the token of a scan with method `search`, to admit this guest. */
  code: string;
  status: 'valid' | 'cancelled';
  attendeeName: string;
  /** `m…@example.org`: enough to tell two people apart. */
  emailHint: string | null;
  ticketTypeName: string;
  confirmationNumber: string;
  checkedInAt: string | null;
};

const LIMIT = 20;

type GuestRow = {
  ticket_id: string;
  code: string;
  status: 'valid' | 'cancelled';
  attendee_name: string;
  email_hint: string | null;
  ticket_type_name: string;
  confirmation_number: string;
  checked_in_at: Date | null;
};

/** Found in PostgreSQL; whether they are inside is asked of Redis, which knows it first. */
export async function findGuests(door: Door, eventId: string, search: string): Promise<Guest[]> {
  const { rows } = await door.callers.query<GuestRow>(
    'select * from app_private.search_guests($1, $2, $3)',
    [eventId, search, LIMIT],
  );
  if (rows.length === 0) return [];
  const uses = await door.redis.redis.hmget(
    eventKeys(eventId).uses,
    ...rows.map((row) => row.ticket_id),
  );
  return rows.map((row, i) => ({
    ticketId: row.ticket_id,
    code: row.code,
    status: row.status,
    attendeeName: row.attendee_name,
    emailHint: row.email_hint,
    ticketTypeName: row.ticket_type_name,
    confirmationNumber: row.confirmation_number,
    checkedInAt: usedAt(uses[i]),
  }));
}

function usedAt(json: string | null | undefined): string | null {
  if (!json) return null;
  const use = JSON.parse(json) as { at: number; isUndone?: boolean };
  return use.isUndone ? null : new Date(use.at).toISOString();
}
