import type { Place } from './canaries.ts';
import type { Viewer } from './viewers.ts';

type Sees = (viewer: Viewer, row: Place) => boolean;

const isTheirs: Sees = (viewer, row) => viewer.side === row.side;
const isMember: Sees = (v, row) => isTheirs(v, row) && v.role !== null && v.role !== 'attendee';
const isAdmin: Sees = (v, row) => isMember(v, row) && v.role !== 'staff';
/** Bought by this account (all but the guest's), or the registration whose link they hold. */
const holds: Sees = (v, row) =>
  isTheirs(v, row) &&
  ((v.role === 'attendee' && row.variant !== 'guest') ||
    (v.isGuest && row.world === 'draft' && row.variant === 'guest'));
const isRegistered: Sees = (v, row) =>
  isTheirs(v, row) && (v.role === 'attendee' || (v.isGuest && row.world === 'draft'));
const seesEvent: Sees = (v, row) =>
  row.world === 'public' ||
  isMember(v, row) ||
  isRegistered(v, row) ||
  (isTheirs(v, row) && v.link !== null && row.world === 'unlisted');
const seesTicketType: Sees = (v, row) =>
  isMember(v, row) ||
  // The hidden type is the one that account and guest hold.
  (row.variant === 'hidden'
    ? isRegistered(v, row) ||
      (isTheirs(v, row) && v.link === 'unlocking' && row.world === 'unlisted')
    : seesEvent(v, row));

const everybody: Sees = () => true;
const nobody: Sees = () => false;

/** Who sees which rows of which table: said here once more, in other words than the policies'. */
const truth: Record<string, Sees> = {
  'app_public.audit_logs': isAdmin,
  'app_public.check_ins': (v, row) => isMember(v, row) || holds(v, row),
  'app_public.devices': isMember,
  // Every kind of registration is there confirmed; what one that is held sees is tested with the table.
  'app_public.event_access': (v, row) => isMember(v, row) || isRegistered(v, row),
  'app_public.event_links': isMember,
  'app_public.events': seesEvent,
  'app_public.gates': isMember,
  'app_public.ledger_entries': isAdmin,
  'app_public.org_branding': everybody,
  'app_public.org_members': isMember,
  'app_public.organizations': everybody,
  'app_public.payments': (v, row) => isAdmin(v, row) || holds(v, row),
  'app_public.quotas': isMember,
  'app_public.refunds': (v, row) => isAdmin(v, row) || holds(v, row),
  'app_public.registration_items': (v, row) => isMember(v, row) || holds(v, row),
  'app_public.registrations': (v, row) => isMember(v, row) || holds(v, row),
  'app_public.scans': isMember,
  'app_public.session_speakers': seesEvent,
  'app_public.sessions': seesEvent,
  // Whoever speaks nowhere yet is known to the organization only.
  'app_public.speakers': (v, row) =>
    row.variant === 'idle' ? isMember(v, row) : seesEvent(v, row),
  'app_public.ticket_type_quotas': isMember,
  'app_public.ticket_types': seesTicketType,
  // Who gave it away is told to whom, and sees the ticket no more.
  'app_public.tickets': (v, row) => isMember(v, row) || (holds(v, row) && row.variant !== 'given'),
  'app_public.waiting_rooms': isMember,
  'app_public.webhook_deliveries': isAdmin,
  'app_public.webhook_endpoints': isAdmin,
  // Themselves, and colleagues.
  'app_public.users': (v, row) =>
    isTheirs(v, row) &&
    (v.role === row.variant || (isMember(v, row) && row.variant !== 'attendee')),
};

/** Who may see a row. @throws for a table of app_public about which nothing is said */
export function maySee(viewer: Viewer, row: Place): boolean {
  if (row.table.startsWith('app_private.')) return nobody(viewer, row);
  const sees = truth[row.table];
  if (!sees) throw new Error(`Say in visibility.ts who sees the rows of ${row.table}.`);
  return sees(viewer, row);
}

/** Who may write a row directly, where their role has a right to at all. */
export function mayWrite(viewer: Viewer, row: Place): boolean {
  if (row.table === 'app_public.users') return isTheirs(viewer, row) && viewer.role === row.variant;
  return isAdmin(viewer, row);
}
