import { setTimeout as sleep } from 'node:timers/promises';
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
import { type Pairing, pairDevice, signOffDevice } from './pairing.ts';

/** Longer than making 200,000 tickets ready takes, shorter than people at a door wait. */
const PREPARE_TIMEOUT_MS = 3_000;

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
  guests(
    device: DeviceIdentity,
    search: string,
  ): Promise<{ outcome: 'found'; guests: Guest[] } | Refusal>;
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
  async function prepare(device: DeviceIdentity): Promise<'ready' | 'unauthorized' | 'not_ready'> {
    try {
      const { rows } = await door.pool.query<{ event_id: string }>(
        'select event_id from app_private.device_by_token($1)',
        [Buffer.from(device.tokenHash, 'hex')],
      );
      if (rows[0]?.event_id !== device.eventId) return 'unauthorized';
      const ready = sync.ensureReady(device.eventId);
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
  }

  const deps: ScanDependencies = {
    door,
    sync,
    prepare,
    checkSignature: createSignatureCheck(door),
  };

  const noteList = createDeviceLists(door);

  /** Who the device is and what event it stands at, as Redis has them. */
  async function identify(device: DeviceIdentity): Promise<Known | Refusal> {
    let answer = await authenticate(door, device);
    if (answer[0] === 'cold') {
      const outcome = await prepare(device);
      if (outcome !== 'ready') return { outcome };
      answer = await authenticate(door, device);
    }
    if (answer[0] === 'cold') return { outcome: 'not_ready' };
    if (answer[0] === 'unauthorized') return { outcome: 'unauthorized' };
    const [, deviceJson, eventList, gateList] = answer;
    return { outcome: 'known', deviceJson, event: pairs(eventList), gates: pairs(gateList) };
  }

  return {
    sync,
    pair: async (code) => {
      const pairing = await pairDevice(door, code);
      // So that the first scan finds everything there; if it fails, the first scan does it.
      if (pairing) {
        const { id: eventId } = pairing.event;
        try {
          if (!(await sync.isReady(eventId))) await sync.ensureReady(eventId);
          // Who joined a making that was under way: the phone may have been paired after it read.
          await sync.refresh(eventId);
        } catch (err) {
          door.logger.warn({ err, eventId }, 'not ready after pairing');
        }
      }
      return pairing;
    },
    signOff: (device) => signOffDevice(door, device),
    scan: (device, request) => scan(deps, device, request),
    undo: (device, scanId) => undo(deps, device, scanId),
    guests: async (device, search) => {
      const known = await identify(device);
      if (known.outcome !== 'known') return known;
      return { outcome: 'found', guests: await findGuests(door, device.eventId, search) };
    },
    watch: async (device, held) => {
      const known = await identify(device);
      if (known.outcome !== 'known') return known;
      if (held) noteList(device, held);
      return { outcome: 'known', ...toWatch(device.eventId, known) };
    },
    offlineList: async (device, question) => {
      let known = await identify(device);
      // Made ready before there were lists: an empty key would let everybody try codes out.
      if (known.outcome === 'known' && known.event.codeKey === undefined) {
        await sync.refresh(device.eventId);
        known = await identify(device);
      }
      if (known.outcome !== 'known') return known;
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

type Authentication = ['cold'] | ['unauthorized'] | ['known', string, string[], string[]];

async function authenticate(door: Door, device: DeviceIdentity): Promise<Authentication> {
  const epoch = door.redis.epoch();
  if (epoch === null) return ['cold'];
  const keys = eventKeys(device.eventId);
  return (await commands.authenticate(
    door.redis.redis,
    [keys.event, keys.devices, keys.gates],
    [epoch, device.tokenHash],
  )) as Authentication;
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
