/** Rows of one table by column name; Dates become timestamps, Buffers bytea. */
export type Row = Record<string, unknown>;

/** In the order in which foreign keys allow them to be inserted. */
export const seededTables = [
  'app_public.users',
  'app_private.user_secrets',
  'app_public.organizations',
  'app_public.org_members',
  'app_public.org_branding',
  'app_public.speakers',
  'app_public.events',
  'app_public.event_links',
  'app_public.sessions',
  'app_public.session_speakers',
  'app_public.quotas',
  'app_public.ticket_types',
  'app_public.ticket_type_quotas',
  'app_public.gates',
  'app_public.devices',
  'app_public.registrations',
  'app_public.registration_items',
  'app_public.tickets',
  'app_private.ticket_secrets',
  'app_public.payments',
  'app_public.refunds',
  'app_public.ledger_entries',
  'app_public.scans',
  'app_public.check_ins',
] as const;

export type SeededTable = (typeof seededTables)[number];
export type WorldRows = { readonly [Table in SeededTable]: Row[] };

export function emptyRows(): WorldRows {
  return Object.fromEntries(seededTables.map((table) => [table, [] as Row[]])) as WorldRows;
}
