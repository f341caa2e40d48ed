import { z } from 'zod/mini';

/**
 * What this browser knows of registrations it made: the credential of each one's link, so that a
 * reload or a closed laptop loses neither a hold nor a ticket. Whoever can read this storage can
 * also read the mails with the same links, so it adds no new holder; entries are dropped after the
 * event or when the hold was given back.
 */
const access = z.object({
  registrationId: z.string(),
  /** `<registrationId>.<hmac>`, as the x-registration-token header wants it. */
  credential: z.string(),
  eventId: z.string(),
  /** Token of the private link the event was reached by. */
  eventLink: z.optional(z.nullable(z.string())),
  /** When the hold ends, as far as known. */
  expiresAt: z.optional(z.nullable(z.string())),
  savedAt: z.number(),
});
export type RegistrationAccess = z.infer<typeof access>;

const storageKey = 'foyer_registrations';
const maxEntries = 50;
const maxAgeMs = 400 * 86_400_000;

function read(): RegistrationAccess[] {
  try {
    const parsed = z.array(access).safeParse(JSON.parse(localStorage.getItem(storageKey) ?? '[]'));
    const now = Date.now();
    return parsed.success ? parsed.data.filter(({ savedAt }) => now - savedAt < maxAgeMs) : [];
  } catch {
    return [];
  }
}

function write(entries: RegistrationAccess[]): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(entries.slice(0, maxEntries)));
  } catch {
    // Private modes refuse storage; the link in the address still works.
  }
}

export function rememberRegistration(entry: Omit<RegistrationAccess, 'savedAt'>): void {
  const known = read();
  const before = known.find(({ registrationId }) => registrationId === entry.registrationId);
  write([
    { ...before, ...entry, savedAt: Date.now() },
    ...known.filter(({ registrationId }) => registrationId !== entry.registrationId),
  ]);
}

export function forgetRegistration(registrationId: string): void {
  write(read().filter((entry) => entry.registrationId !== registrationId));
}

export function knownRegistration(registrationId: string): RegistrationAccess | null {
  return read().find((entry) => entry.registrationId === registrationId) ?? null;
}

/** The hold of this browser on an event that has not run out as far as it knows, newest first. */
export function knownHold(eventId: string, now: number): RegistrationAccess | null {
  const holds = read().filter(
    (entry) => entry.eventId === eventId && entry.expiresAt && Date.parse(entry.expiresAt) > now,
  );
  return holds[0] ?? null;
}

/** Confirmed or over: no longer a hold, but still a link worth keeping. */
export function endHold(registrationId: string): void {
  write(
    read().map((entry) =>
      entry.registrationId === registrationId ? { ...entry, expiresAt: null } : entry,
    ),
  );
}

/** The credential of a link: only if it is one, and belongs to this registration. */
export function linkCredential(
  registrationId: string,
  token: string | null | undefined,
): string | null {
  if (!token) return null;
  const credential = token.includes('.') ? token : `${registrationId}.${token}`;
  return /^[0-9a-f-]{36}\.[\w-]{20,100}$/i.test(credential) &&
    credential.toLowerCase().startsWith(`${registrationId.toLowerCase()}.`)
    ? credential
    : null;
}

/** Where a registration is seen by whoever has its link. */
export function registrationPath(
  page: 'checkout' | 'registrations',
  registrationId: string,
  credential: string | null,
): string {
  const query = credential ? `?token=${encodeURIComponent(credential)}` : '';
  return `/${page}/${registrationId}${query}`;
}
