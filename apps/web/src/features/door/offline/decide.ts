import { type DecodedTicket, readPresentation } from '@foyer/ticket-token/browser';
import type { OfflineTicket } from '@foyer/types';
import type { ScanAnswer, ScanWish, WaitingScan } from '../door-api.ts';
import type { Admission, DoorStore, HeldList } from './store.ts';
import { hashCode, hashSecret, isGenuine, openGuest } from './ticket-crypto.ts';

export type OfflineDecision = {
  verdict: WaitingScan['verdict'];
  /** As the service would have answered. */
  answer: ScanAnswer;
  /** Under what this phone remembers that it let them in; null when there is no such ticket. */
  ticketKey: string | null;
  /** By this phone, of the same ticket; under its key, or the one from before it was on the list. */
  admission?: Admission;
  /** False: a genuine ticket that was sold after the list was made. */
  isOnList: boolean;
};

/**
 * Judges a ticket without a network, in the order in which the service does: is it one of ours, is it
 * still good, was it used, is the door open.
 *
 * @param now by the clock of the service, in ms since 1970
 * @returns null when it cannot be told: only the service knows a code that is not on the list
 */
export async function decideOffline(
  store: DoorStore,
  list: HeldList,
  eventId: string,
  wish: ScanWish,
  now: number,
): Promise<OfflineDecision | null> {
  const refuse = (verdict: WaitingScan['verdict']): OfflineDecision => ({
    verdict,
    answer: { scanId: wish.scanId, verdict },
    ticketKey: null,
    isOnList: true,
  });
  const shown = readPresentation(wish.token);
  switch (shown.kind) {
    case 'foreign':
      return refuse('unknown');
    case 'broken_token':
      return refuse('forged');
    case 'code': {
      const hash = await hashCode(list.codeKey, shown.code);
      const row = await store.getFromIndex('tickets', 'codeHash', hash);
      if (!row) return null;
      return await judge(store, list, wish, now, { row, key: row.id, ticket: null });
    }
    case 'token': {
      const { ticket } = shown;
      const { eventId: event, keyId, secret } = ticket.payload;
      if (event !== eventId) return refuse('wrong_event');
      const key = list.keys.find(({ id }) => id === keyId);
      if (!key || !(await isGenuine(ticket, key.publicKey))) return refuse('forged');
      const hash = await hashSecret(secret);
      const row = await store.getFromIndex('tickets', 'secretHash', hash);
      if (!row && (await store.getKeyFromIndex('tickets', 'replacedHashes', hash)))
        return refuse('voided');
      return await judge(store, list, wish, now, {
        row,
        key: row?.id ?? unlistedKey(hash),
        ticket,
      });
    }
  }
}

/** Of a ticket that the list does not have, and so no id of. */
export const unlistedKey = (secretHash: string): string => `unlisted:${secretHash}`;

type Found = { row: OfflineTicket | undefined; key: string; ticket: DecodedTicket | null };

async function judge(
  store: DoorStore,
  list: HeldList,
  wish: ScanWish,
  now: number,
  { row, key, ticket }: Found,
): Promise<OfflineDecision> {
  const admission = await admissionOf(store, key, row);
  const { verdict, firstUse } = judgeTicket({
    scanId: wish.scanId,
    version: ticket?.payload.version ?? null,
    row,
    admission,
    window: [Date.parse(list.validFrom), Date.parse(list.validUntil)],
    now,
  });
  const guest = row && ticket ? await openGuest(ticket.payload.secret, row.guest) : null;
  return {
    verdict,
    ticketKey: key,
    admission,
    isOnList: row !== undefined,
    answer: {
      scanId: wish.scanId,
      verdict,
      ...guest,
      ...(firstUse && { firstUse: { at: firstUse.at, gateName: firstUse.gateName } }),
      validFrom: list.validFrom,
      validUntil: list.validUntil,
    },
  };
}

/** A ticket that was let in before the list had it is remembered under what was known of it. */
async function admissionOf(
  store: DoorStore,
  key: string,
  row: OfflineTicket | undefined,
): Promise<Admission | undefined> {
  return (
    (await store.get('admissions', key)) ??
    (row && (await store.get('admissions', unlistedKey(row.secretHash))))
  );
}

type Use = { scanId: string; at: string; gateName?: string | null };

export function judgeTicket(facts: {
  scanId: string;
  /** Of the ticket that is shown; null for a typed code, which has none. */
  version: number | null;
  row: Pick<OfflineTicket, 'version' | 'isCancelled' | 'use'> | undefined;
  /** By this phone, and perhaps not on the list yet. */
  admission: Use | undefined;
  window: [from: number, until: number];
  now: number;
}): { verdict: WaitingScan['verdict']; firstUse?: Use } {
  const { scanId, version, row, admission, window, now } = facts;
  if (row && (row.isCancelled || (version !== null && version < row.version)))
    return { verdict: 'voided' };
  // The same presentation once more: the service had let them in, and its answer got lost.
  const use = [row?.use, admission].find((one) => one && one.scanId !== scanId);
  if (use) return { verdict: 'already_used', firstUse: use };
  if (now < window[0]) return { verdict: 'not_yet_valid' };
  if (now >= window[1]) return { verdict: 'expired' };
  return { verdict: 'accepted' };
}
