import { killPoint } from '@foyer/runtime';
import { readPresentation } from '@foyer/ticket-token';
import type { OfflineOutcome, OfflineScan, OfflineScanAnswer } from '@foyer/types';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import type { DecisionEntry } from '../sync/journal.ts';
import type { Decision } from './answer.ts';
import {
  askPrepared,
  judge,
  KEEP_ANSWER_MS,
  type Question,
  type ScanDependencies,
  undo,
} from './core.ts';
import type { DeviceIdentity } from './device-token.ts';
import { listMadeAt } from './list-version.ts';

type Refused = { outcome: 'unauthorized' } | { outcome: 'not_ready' };
export type OfflineRecord = { outcome: 'recorded'; answer: OfflineScanAnswer } | Refused;

/** The answer that is kept under the scan id, so that who asks again hears the same. */
type OfflineDecision = Decision & {
  /** Missing when the service had decided it already, while the phone was online. */
  offlineOutcome?: OfflineOutcome;
  otherUse?: Decision['firstUse'];
};

/** Nobody scans for so long without a network; a clock that was set meanwhile says such things. */
const MAX_AGE_MS = 7 * 86_400_000;

/**
 * Records what a phone decided by itself. It happened, so it is never refused: an admission uses the
 * ticket for every other gate, and PostgreSQL says later which of several counts.
 *
 * Only how long ago it was is taken from the phone's clock, so that it may be a day off.
 */
export async function recordOffline(
  deps: ScanDependencies,
  device: DeviceIdentity,
  scan: OfflineScan,
  deviceTime: string,
): Promise<OfflineRecord> {
  const presentation = readPresentation(scan.token);
  const age = Date.parse(deviceTime) - Date.parse(scan.scannedAt);
  const ageMs = Math.min(Math.max(age, 0), MAX_AGE_MS);
  const ask = async (isFinal: boolean) => {
    const question = await judge(deps, device, presentation, isFinal);
    return await write(deps, device, { scan, question, ageMs, isFinal });
  };

  // Without PostgreSQL it stays with the phone, which asks again: told as unknown it would stay so.
  const written = await askPrepared(deps, device, ask, true);
  if (!('decision' in written)) {
    return { outcome: written.outcome === 'unauthorized' ? 'unauthorized' : 'not_ready' };
  }
  const { decision } = written;
  if (written.outcome === 'replayed' && scan.isUndone && decision.verdict === 'accepted') {
    const undone = await undo(deps, device, scan.scanId);
    if (undone === 'not_ready' || undone === 'unauthorized') return { outcome: undone };
  }
  return { outcome: 'recorded', answer: toAnswer(decision) };
}

type Written =
  | { outcome: 'cold' | 'unauthorized' | 'missing' }
  | { outcome: 'recorded' | 'replayed'; decision: OfflineDecision };

async function write(
  { door }: ScanDependencies,
  device: DeviceIdentity,
  shown: { scan: OfflineScan; question: Question; ageMs: number; isFinal: boolean },
): Promise<Written> {
  const { scan, question, ageMs, isFinal } = shown;
  const epoch = door.redis.epoch();
  if (epoch === null) return { outcome: 'cold' };
  const keys = eventKeys(device.eventId);
  const [outcome, json = '', entry = '', made = ''] = (await commands.recordOffline(
    door.redis.redis,
    [
      keys.event,
      keys.gates,
      keys.devices,
      keys.tickets,
      keys.secrets,
      keys.codes,
      keys.uses,
      keys.scan(scan.scanId),
      keys.stream,
      keys.changed,
    ],
    [
      epoch,
      device.tokenHash,
      scan.scanId,
      scan.method,
      question.kind,
      question.value,
      question.version,
      scan.gateId ?? '',
      isFinal ? 1 : 0,
      KEEP_ANSWER_MS,
      door.journal.settledWith(device.eventId),
      scan.verdict,
      ageMs,
      scan.isUndone ? 1 : 0,
      listMadeAt(scan.listVersion) ?? '',
    ],
  )) as [string, string?, string?, string?];

  killPoint('offline-scan.after-record');
  switch (outcome) {
    case 'recorded':
      door.journal.remember(device.eventId, JSON.parse(entry) as DecisionEntry, made);
      return { outcome, decision: JSON.parse(json) as OfflineDecision };
    case 'replayed':
      return { outcome, decision: JSON.parse(json) as OfflineDecision };
    case 'cold':
    case 'unauthorized':
    case 'missing':
      return { outcome };
    default:
      throw new Error(`record-offline answered ${outcome}`);
  }
}

function toAnswer(decision: OfflineDecision): OfflineScanAnswer {
  const { scanId, attendeeName, ticketTypeName, offlineOutcome = 'recorded', otherUse } = decision;
  return {
    scanId,
    outcome: offlineOutcome,
    attendeeName,
    ticketTypeName,
    ...(otherUse && { otherUse: { ...otherUse, at: new Date(otherUse.at).toISOString() } }),
  };
}
