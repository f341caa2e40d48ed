import { killPoint } from '@foyer/runtime';
import { type Presentation, readPresentation } from '@foyer/ticket-token';
import type { ScanAnswer, ScanRequest, ScanVerdict } from '@foyer/types';
import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import type { DecisionEntry } from '../sync/journal.ts';
import { readTicketOfScan } from '../sync/postgres.ts';
import type { Sync } from '../sync/sync.ts';
import { type Decision, toScanAnswer } from './answer.ts';
import type { DeviceIdentity } from './device-token.ts';
import type { SignatureCheck } from './event-key.ts';

export type ScanOutcome =
  | { outcome: 'answered'; answer: ScanAnswer }
  /** No such device, or it was revoked. */
  | { outcome: 'unauthorized' }
  | { outcome: 'unknown_gate' }
  /** Nothing was decided; the same scan id may be sent again in a moment. */
  | { outcome: 'not_ready' };

export type UndoOutcome = 'undone' | 'not_admitted' | 'unauthorized' | 'forbidden' | 'not_ready';

/** What to ask Redis for. */
export type Question =
  | { kind: 'secret'; value: string; version: number }
  | { kind: 'code'; value: string; version: -1 }
  /** A refusal that stands already and is only written down. */
  | { kind: 'refused'; value: ScanVerdict; version: -1 }
  /** A token under a key that Redis has not heard of: as good as a missing ticket until PostgreSQL was asked. */
  | { kind: 'unverified'; value: ''; version: -1 };

/** A retry of the same presentation within two days gets the same answer. */
export const KEEP_ANSWER_MS = 2 * 86_400_000;

export type ScanDependencies = {
  door: Door;
  /** Makes Redis know the event, or the device, if it is one of the event's own. */
  prepare: (
    device: DeviceIdentity,
    missing: 'cold' | 'unauthorized',
  ) => Promise<'ready' | 'unauthorized' | 'not_ready'>;
  sync: Pick<Sync, 'refresh'>;
  checkSignature: SignatureCheck;
};

/**
 * One presentation at the door: decode, verify, claim, verdict.
 *
 * Redis decides, by the 128-bit secret or the typed code. PostgreSQL is asked only when Redis has
 * not been made ready for the event, or does not know a ticket that may have been issued a moment ago.
 */
export async function scan(
  deps: ScanDependencies,
  device: DeviceIdentity,
  request: ScanRequest,
): Promise<ScanOutcome> {
  const presentation = readPresentation(request.token);
  const ask = async (isFinal: boolean) => {
    const question = await judge(deps, device, presentation, isFinal);
    return await claim(deps.door, device, request, question, isFinal);
  };

  // A genuine signature proves that the ticket exists: refusing it unread would be a lie.
  const claimed = await askPrepared(deps, device, ask, presentation.kind === 'token');
  if (claimed.outcome === 'cold' || claimed.outcome === 'missing') return { outcome: 'not_ready' };
  return claimed;
}

/**
 * Asks Redis; makes the event ready when it is cold, and has it know a device that was paired a moment ago, then asks
 * again.
 */
export async function askAsDevice<Answer extends { outcome: string }>(
  { prepare }: Pick<ScanDependencies, 'prepare'>,
  device: DeviceIdentity,
  ask: () => Promise<Answer>,
): Promise<Answer | { outcome: 'unauthorized' } | { outcome: 'not_ready' }> {
  let answer = await ask();
  for (const missing of ['cold', 'unauthorized'] as const) {
    if (answer.outcome !== missing) continue;
    const prepared = await prepare(device, missing);
    if (prepared !== 'ready') return { outcome: prepared };
    answer = await ask();
  }
  return answer;
}

/**
 * As `askAsDevice`; reads from PostgreSQL what is missing, then asks again.
 *
 * @param ask `isFinal`: an unknown ticket is an answer
 * @param mustRead says not_ready rather than that a ticket is unknown while PostgreSQL cannot be read
 */
export async function askPrepared<Answer extends { outcome: string }>(
  deps: ScanDependencies,
  device: DeviceIdentity,
  ask: (isFinal: boolean) => Promise<Answer>,
  mustRead: boolean,
): Promise<Answer | { outcome: 'unauthorized' } | { outcome: 'not_ready' }> {
  const answer = await askAsDevice(deps, device, () => ask(false));
  if (answer.outcome === 'missing') {
    const isRead = await deps.sync.refresh(device.eventId).then(
      () => true,
      () => false,
    );
    if (!isRead && mustRead) return { outcome: 'not_ready' };
    return await ask(true);
  }
  return answer;
}

/** What can be said before Redis is asked for the ticket. */
export async function judge(
  { checkSignature }: ScanDependencies,
  device: DeviceIdentity,
  presentation: Presentation,
  isFinal: boolean,
): Promise<Question> {
  const refuse = (value: ScanVerdict): Question => ({ kind: 'refused', value, version: -1 });
  switch (presentation.kind) {
    case 'foreign':
      return refuse('unknown');
    case 'broken_token':
      return refuse('forged');
    case 'code':
      return { kind: 'code', value: presentation.code, version: -1 };
    case 'token': {
      const { ticket } = presentation;
      if (ticket.payload.eventId !== device.eventId) return refuse('wrong_event');
      const signature = await checkSignature(ticket);
      if (signature === 'forged') return refuse('forged');
      if (signature === 'no_such_key') {
        return isFinal ? refuse('forged') : { kind: 'unverified', value: '', version: -1 };
      }
      return {
        kind: 'secret',
        value: Buffer.from(ticket.payload.secret).toString('hex'),
        version: ticket.payload.version,
      };
    }
  }
}

type Claimed = ScanOutcome | { outcome: 'cold' } | { outcome: 'missing' };

async function claim(
  door: Door,
  device: DeviceIdentity,
  request: ScanRequest,
  question: Question,
  isFinal: boolean,
): Promise<Claimed> {
  const epoch = door.redis.epoch();
  if (epoch === null) return { outcome: 'not_ready' };
  const keys = eventKeys(device.eventId);
  const [outcome, json, made = ''] = (await commands.claim(
    door.redis.redis,
    [
      keys.event,
      keys.gates,
      keys.devices,
      keys.tickets,
      keys.secrets,
      keys.codes,
      keys.uses,
      keys.scan(request.scanId),
      keys.stream,
      keys.changed,
    ],
    [
      epoch,
      device.tokenHash,
      request.scanId,
      request.method,
      question.kind,
      question.value,
      question.version,
      request.gateId ?? '',
      isFinal ? 1 : 0,
      KEEP_ANSWER_MS,
      door.journal.settledWith(device.eventId),
    ],
  )) as
    | ['decided' | 'replayed', string, string?]
    | ['cold' | 'unauthorized' | 'unknown_gate' | 'missing'];

  killPoint('scan.after-claim');
  if (outcome !== 'decided' && outcome !== 'replayed') return { outcome };
  const decision = JSON.parse(json ?? '') as Decision;
  if (outcome === 'decided') {
    door.journal.remember(device.eventId, toEntry(decision, request), made);
  }
  return { outcome: 'answered', answer: toScanAnswer(decision, outcome === 'replayed') };
}

function toEntry(decision: Decision, request: ScanRequest): DecisionEntry {
  const { scanId, ticketId, verdict, version, gateId, deviceId, at } = decision;
  const { method } = request;
  return { kind: 'scan', scanId, ticketId, verdict, version, method, gateId, deviceId, at };
}

/** Takes an admission back, so that the ticket admits again. */
export async function undo(
  deps: Pick<ScanDependencies, 'door' | 'prepare'>,
  device: DeviceIdentity,
  scanId: string,
): Promise<UndoOutcome> {
  const { door } = deps;
  const keys = eventKeys(device.eventId);
  const ask = async (ticketId: string) => {
    const epoch = door.redis.epoch();
    if (epoch === null) return { outcome: 'not_ready' } as const;
    const [outcome, entry, made = ''] = (await commands.undo(
      door.redis.redis,
      [keys.event, keys.devices, keys.uses, keys.scan(scanId), keys.stream, keys.changed],
      [epoch, device.tokenHash, scanId, ticketId, door.journal.settledWith(device.eventId)],
    )) as [UndoOutcome | 'cold' | 'unknown_scan', string?, string?];
    if (outcome === 'undone' && entry) {
      door.journal.remember(device.eventId, JSON.parse(entry) as DecisionEntry, made);
    }
    return { outcome };
  };

  let { outcome } = await askAsDevice(deps, device, () => ask(''));
  if (outcome === 'unknown_scan') {
    // Redis was rebuilt since, and with it the answers were lost; the record has the scan.
    const ticketId = await readTicketOfScan(door.pool, device.eventId, scanId);
    if (ticketId === null) return 'not_admitted';
    ({ outcome } = await ask(ticketId));
  }
  return outcome === 'cold' || outcome === 'unknown_scan' ? 'not_ready' : outcome;
}
