import type { Door } from '../door.ts';
import type { DeviceIdentity } from '../scan/device-token.ts';
import { listMadeAt } from '../scan/list-version.ts';
import { noteDeviceList } from '../sync/postgres.ts';

/** Phones say it every few seconds; people read it now and then. */
const NOTE_MS = 10_000;
const MOST_DEVICES = 10_000;

export type HeldList = { listVersion?: string; waitingCount: number };

/** Lets the organizer see how old each phone's guest list is and what waits on it. Nobody waits for that. */
export function createDeviceLists(door: Door, now: () => number = Date.now) {
  const noted = new Map<string, { text: string; at: number }>();
  // One after the other: what was said last is what stays.
  let last: Promise<void> = Promise.resolve();

  /** @param isNews what waits has just changed: people look at it now */
  return (device: DeviceIdentity, held: HeldList, isNews = false): void => {
    const madeAt = listMadeAt(held.listVersion);
    const text = `${madeAt} ${held.waitingCount}`;
    const before = noted.get(device.tokenHash);
    if (before && (before.text === text || (!isNews && now() - before.at < NOTE_MS))) return;
    if (noted.size >= MOST_DEVICES) noted.clear();
    noted.set(device.tokenHash, { text, at: now() });
    last = last.then(() =>
      noteDeviceList(door.pool, device.tokenHash, {
        madeAt: madeAt === null ? null : new Date(madeAt),
        waitingCount: held.waitingCount,
      }).catch((err: unknown) => {
        noted.delete(device.tokenHash);
        door.logger.warn({ err }, 'what a device holds could not be noted; it will say it again');
      }),
    );
  };
}
