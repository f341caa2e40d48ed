import type { OfflineListPage } from '@foyer/types';
import type { Result } from '@/lib/result';
import type { DoorApi } from '../door-api.ts';
import { type DoorStore, type HeldList, listFormat } from './store.ts';
import { importCodeKey } from './ticket-crypto.ts';

/** A phone that fetches a large list must still be able to scan: both count against what it may ask. */
const PAUSE_MS = 100;

/**
 * Brings the guest list up to date: all of it the first time and after the door was made ready anew,
 * else what changed. Goes on where it was interrupted. A list that is here stays in use meanwhile; no
 * ticket ever leaves an event.
 */
export async function bringList(
  api: Pick<DoorApi, 'offlineList'>,
  store: DoorStore,
): Promise<Result<HeldList>> {
  for (;;) {
    const held = await store.get('list', 'held');
    const isCurrent = held?.format === listFormat;
    const question =
      (isCurrent && (held.draft ?? (held.version && { version: held.version }))) || {};
    const result = await api.offlineList(question);
    if (!result.ok) return result;
    const list = await keepPage(store, held, result.data);
    if (result.data.isComplete) return { ok: true, data: list };
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function keepPage(
  store: DoorStore,
  held: HeldList | undefined,
  page: OfflineListPage,
): Promise<HeldList> {
  const { version, cursor, isComplete, tickets, event } = page;
  const { codeKey, ...window } = event;
  // Before the transaction, which does not wait for anything but itself.
  const key = await importCodeKey(codeKey);
  const isWhole = isComplete || cursor === null;
  const list: HeldList = {
    ...window,
    format: listFormat,
    codeKey: key,
    version: isWhole ? version : (held?.version ?? null),
    madeAt: isWhole ? madeAtOf(version) : (held?.madeAt ?? null),
    draft: isWhole || cursor === null ? null : { version, cursor },
  };
  const transaction = store.transaction(['tickets', 'list', 'admissions', 'waiting'], 'readwrite');
  const waiting = new Set(await transaction.objectStore('waiting').getAllKeys());
  const admissions = await transaction.objectStore('admissions').getAll();
  const byKey = new Map(admissions.map((admission) => [admission.key, admission]));
  for (const ticket of tickets) {
    transaction.objectStore('tickets').put(ticket);
    // What the service says of the use counts, unless it said so before it knew of this one.
    const admission = byKey.get(ticket.id);
    const isKnown = ticket.use || Date.parse(admission?.at ?? '') < (madeAtOf(version) ?? 0);
    if (admission && isKnown && !waiting.has(admission.scanId))
      transaction.objectStore('admissions').delete(ticket.id);
  }
  transaction.objectStore('list').put(list, 'held');
  await transaction.done;
  return list;
}

/** A version ends with the moment it is of. */
function madeAtOf(version: string): number | null {
  const at = Number(version.split('.').at(-1));
  return Number.isFinite(at) ? at : null;
}
