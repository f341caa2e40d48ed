import { setTimeout as sleep } from 'node:timers/promises';
import { withTimeout } from '@foyer/runtime';
import type {
  OfflineListPage,
  OfflineScanAnswer,
  OfflineScansRequest,
  ScanRequest,
} from '@foyer/types';
import type { Door } from '../door.ts';
import { commands } from '../redis/commands.ts';
import { eventKeys } from '../redis/keys.ts';
import {
  askAsDevice,
  type ScanDependencies,
  type ScanOutcome,
  scan,
  type UndoOutcome,
  undo,
} from '../scan/core.ts';
import type { DeviceIdentity } from '../scan/device-token.ts';
import { createSignatureCheck } from '../scan/event-key.ts';
import { recordOffline } from '../scan/offline.ts';
import { createSync, type Sync } from '../sync/sync.ts';
import { createDeviceLists, type HeldList } from './device-lists.ts';
import { findGuests, type Guest } from './guests.ts';
import { readOfflineList } from './offline-list.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { type Pairing, pairDevice, signOffDevice } from './pairing.ts';

/** Longer than making 200,000 tickets ready takes, shorter than people at a door wait. */
const PREPARE_TIMEOUT_MS = 3_000;
/** Most events are ready by then, and the servers of a release that is replaced know the phone, too. */
const PAIRING_WAITS_MS = 1_000;

export type Watch = {
  device: { id: string; name: string; canUndo: boolean; gate: { id: string; name: string } | null };
  event: {
    id: string;
    title: string;
    timezone: string;
    startsAt: string;
    endsAt: string;
    validFrom: string;
    validUntil: string;
    isCancelled: boolean;
  };
  gates: { id: string; name: string }[];
  counts: { expected: number; admitted: number };
  serverTime: string;
};

type Refusal = { outcome: 'unauthorized' } | { outcome: 'not_ready' };

/** Everything the check-in service does, whoever carries the requests: Express or API Gateway. */
export type CheckinService = {
  pair(code: string): Promise<Pairing | null>;
  /** False when the device was not paired. */
  signOff(device: DeviceIdentity): Promise<boolean>;
  scan(device: DeviceIdentity, request: ScanRequest): Promise<ScanOutcome>;
  undo(device: DeviceIdentity, scanId: string): Promise<UndoOutcome>;
  /** One search of a device at a time; overtaken when it searches for something else before this one's turn. */
  guests(
    device: DeviceIdentity,
    search: string,
  ): Promise<{ outcome: 'found'; guests: Guest[] } | { outcome: 'overtaken' } | Refusal>;
  watch(device: DeviceIdentity, held?: HeldList): Promise<({ outcome: 'known' } & Watch) | Refusal>;
  offlineList(
    device: DeviceIdentity,
    question: { version?: string; cursor?: string },
  ): Promise<{ outcome: 'read'; page: OfflineListPage } | Refusal>;
  /** In their order; what was recorded before a refusal stays, and counts once however often it comes. */
  recordOffline(
    device: DeviceIdentity,
    request: OfflineScansRequest,
  ): Promise<{ outcome: 'recorded'; answers: OfflineScanAnswer[] } | Refusal>;
  sync: Sync;
};

export function createService(door: Door): CheckinService {
  const sync = createSync(door);

  /** Only a device of the event may make us read the whole event. */
  const prepare: ScanDependencies['prepare'] = async (device, missing) => {
    if (!device.mayAsk()) return 'not_ready';
    try {
      const { rows } = await door.callers.query<{ event_id: string }>(
        'select event_id from app_private.device_by_token($1)',
        [Buffer.from(device.tokenHash, 'hex')],
      );
      if (rows[0]?.event_id !== device.eventId) return 'unauthorized';
    } catch (err) {
      door.logger.warn({ err, eventId: device.eventId }, 'a device could not be looked up');
      // Redis may not have heard of one that was paired a moment ago, and a phone that is told it is out forgets its list.
      return 'not_ready';
    }
    try {
      const ready =
        missing === 'cold'
          ? sync.ensureReady(device.eventId)
          : sync.refresh(device.eventId).then(() => 'ready' as const);
      const timeout = new AbortController();
      const outcome = await Promise.race([
        ready,
        sleep(PREPARE_TIMEOUT_MS, 'late' as const, { signal: timeout.signal }),
      ]).finally(() => timeout.abort());
      return outcome === 'ready' ? 'ready' : outcome === 'late' ? 'not_ready' : 'unauthorized';
    } catch (err) {
      door.logger.warn({ err, eventId: device.eventId }, 'the event could not be made ready');
      return 'not_ready';
    }
  };

  const deps: ScanDependencies = {
    door,
    sync,
    prepare,
    checkSignature: createSignatureCheck(door),
  };

  const noteList = createDeviceLists(door);
  const searchInTurn = oneAtATime<Guest[]>();

  /** Who the device is and what event it stands at, as Redis has them. */
  async function identify(device: DeviceIdentity): Promise<Known | Refusal> {
    const answer = await askAsDevice(deps, device, () => authenticate(door, device));
    return answer.outcome === 'cold' ? { outcome: 'not_ready' } : answer;
  }

  /** Waited for a moment only: the code is spent, and without an answer the phone has nothing. */
  async function beginToPrepare(eventId: string): Promise<void> {
    // A Lambda handler would sleep over it as soon as it has answered, with a lock in its hands.
    if (!sync.isStarted()) return;
    const prepared = sync
      .ensureReady(eventId)
      .then(() => sync.refresh(eventId))
      .catch((err: unknown) => door.logger.warn({ err, eventId }, 'not ready after pairing'));
    await withTimeout('preparing', PAIRING_WAITS_MS, () => prepared).catch(() => {});
  }

  return {
    sync,
    pair: async (code) => {
      const pairing = await pairDevice(door, code);
      if (pairing) await beginToPrepare(pairing.event.id);
      return pairing;
    },
    signOff: (device) => signOffDevice(door, device),
    scan: (device, request) => scan(deps, device, request),
    undo: (device, scanId) => undo(deps, device, scanId),
    guests: async (device, search) => {
      const known = await identify(device);
      if (known.outcome !== 'known') return known;
      const guests = await searchInTurn(device.tokenHash, () =>
        findGuests(door, device.eventId, search),
      );
      return guests === 'overtaken' ? { outcome: guests } : { outcome: 'found', guests };
    },
    watch: async (device, held) => {
      const known = await identify(device);
      if (known.outcome !== 'known') return known;
      if (held) noteList(device, held);
      return { outcome: 'known', ...toWatch(device.eventId, known) };
    },
    offlineList: async (device, question) => {
      let known = await identify(device);
      // Made ready before there were lists.
      if (known.outcome === 'known' && known.event.codeKey === undefined) {
        await sync.refresh(device.eventId);
        known = await identify(device);
      }
      if (known.outcome !== 'known') return known;
      // The event gets its key with its first ticket; until then there is nothing to list, and an empty key would let
      // everybody try codes out.
      if (!known.event.codeKey) return { outcome: 'not_ready' };
      const page = await readOfflineList(door, device.eventId, known.event, question);
      return { outcome: 'read', page };
    },
    recordOffline: async (device, { deviceTime, scans, listVersion, waitingCount }) => {
      const answers: OfflineScanAnswer[] = [];
      for (const one of scans) {
        const result = await recordOffline(deps, device, one, deviceTime);
        if (result.outcome !== 'recorded') return result;
        door.metrics.offlineScans.inc({ outcome: result.answer.outcome });
        answers.push(result.answer);
      }
      noteList(device, { listVersion, waitingCount }, true);
      return { outcome: 'recorded', answers };
    },
  };
}

type Known = {
  outcome: 'known';
  deviceJson: string;
  event: Record<string, string>;
  gates: Record<string, string>;
};

async function authenticate(
  door: Door,
  device: DeviceIdentity,
): Promise<Known | { outcome: 'cold' } | { outcome: 'unauthorized' }> {
  const epoch = door.redis.epoch();
  if (epoch === null) return { outcome: 'cold' };
  const keys = eventKeys(device.eventId);
  const answer = (await commands.authenticate(
    door.redis.redis,
    [keys.event, keys.devices, keys.gates],
    [epoch, device.tokenHash],
  )) as ['cold'] | ['unauthorized'] | ['known', string, string[], string[]];
  if (answer[0] !== 'known') return { outcome: answer[0] };
  const [outcome, deviceJson, eventList, gateList] = answer;
  return { outcome, deviceJson, event: pairs(eventList), gates: pairs(gateList) };
}

function toWatch(eventId: string, { deviceJson, event, gates: names }: Known): Watch {
  const device = JSON.parse(deviceJson) as {
    id: string;
    name: string;
    canUndo: boolean;
    gateId?: string;
  };
  const gates = Object.entries(names)
    .map(([id, name]) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const time = (field: string) => new Date(Number(event[field])).toISOString();
  return {
    device: {
      id: device.id,
      name: device.name,
      canUndo: device.canUndo,
      gate: gates.find((gate) => gate.id === device.gateId) ?? null,
    },
    event: {
      id: eventId,
      title: event.title ?? '',
      timezone: event.timezone ?? 'UTC',
      startsAt: event.startsAt ?? '',
      endsAt: event.endsAt ?? '',
      validFrom: time('validFrom'),
      validUntil: time('validUntil'),
      isCancelled: event.isCancelled === '1',
    },
    gates,
    counts: { expected: Number(event.expected ?? 0), admitted: Number(event.admitted ?? 0) },
    serverTime: new Date().toISOString(),
  };
}

/** Redis gives a hash as [field, value, field, value, …] to scripts. */
function pairs(list: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (let i = 0; i + 1 < list.length; i += 2) result[list[i] ?? ''] = list[i + 1] ?? '';
  return result;
}
