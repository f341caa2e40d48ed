import { OFFLINE_SCANS_PER_REQUEST, type OfflineScanAnswer } from '@foyer/types';
import type { Result } from '@/lib/result';
import type { DoorApi, WaitingScan } from '../door-api.ts';
import type { Disagreement, DoorStore } from './store.ts';

/**
 * Tells the service what this phone decided by itself, the oldest first, until nothing waits. A scan
 * leaves the phone only when its answer has come, so it may be told twice and counts once.
 *
 * @returns how many were told
 */
export async function tellWaiting(
  api: Pick<DoorApi, 'tellOffline'>,
  store: DoorStore,
): Promise<Result<number>> {
  let told = 0;
  let size = OFFLINE_SCANS_PER_REQUEST;
  for (;;) {
    const waiting = await store.getAllFromIndex('waiting', 'scannedAt', undefined, size);
    if (waiting.length === 0) return { ok: true, data: told };
    const listVersion = (await store.get('list', 'held'))?.version ?? null;
    const waitingCount = (await store.count('waiting')) - waiting.length;
    const result = await api.tellOffline(waiting, { listVersion, waitingCount });
    if (result.ok) {
      await keepAnswers(store, waiting, result.data);
      told += waiting.length;
    } else if (result.error.code !== 'INVALID_INPUT') {
      return result;
    } else if (size > 1) {
      // One of them is not understood; told one by one it does not hold up the others.
      size = 1;
    } else {
      const answers = waiting.map(({ scanId }) => ({ scanId, outcome: 'unknown' as const }));
      await keepAnswers(store, waiting, answers);
    }
  }
}

async function keepAnswers(
  store: DoorStore,
  scans: WaitingScan[],
  answers: OfflineScanAnswer[],
): Promise<void> {
  const transaction = store.transaction(['waiting', 'disagreements'], 'readwrite');
  for (const scan of scans) {
    const answer = answers.find(({ scanId }) => scanId === scan.scanId);
    if (!answer) continue;
    // Taken back while it was told, by another tab: that still has to be told.
    const now = await transaction.objectStore('waiting').get(scan.scanId);
    if (now && now.isUndone !== scan.isUndone) continue;
    transaction.objectStore('waiting').delete(scan.scanId);
    const isAdmission = scan.verdict === 'accepted' && !scan.isUndone;
    if (isAdmission && answer.outcome !== 'recorded')
      transaction.objectStore('disagreements').put(disagreementOf(scan, answer, answer.outcome));
  }
  await transaction.done;
}

const disagreementOf = (
  { scanId, scannedAt }: WaitingScan,
  { attendeeName, otherUse }: OfflineScanAnswer,
  outcome: Disagreement['outcome'],
): Disagreement => ({ scanId, outcome, at: scannedAt, attendeeName, otherUse });
