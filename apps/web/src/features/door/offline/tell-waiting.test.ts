import type { OfflineScanAnswer } from '@foyer/types';
import type { Result } from '@/lib/result';
import type { DoorApi, WaitingScan } from '../door-api.ts';
import { tellWaiting } from './tell-waiting.ts';
import { now, type Phone, phoneForEachTest, wish } from './test/phone.ts';

let store: Phone['store'];
phoneForEachTest((phone) => {
  ({ store } = phone);
});

describe('telling what waits', () => {
  const waiting = (minute: number): WaitingScan => ({
    ...wish(`token ${minute}`, { scannedAt: new Date(now + minute * 60_000).toISOString() }),
    verdict: 'accepted',
    listVersion: 'made.1',
    isUndone: false,
  });
  const answering = (
    answer: (scans: WaitingScan[]) => Result<OfflineScanAnswer[]>,
  ): { told: WaitingScan[][]; tellOffline: DoorApi['tellOffline'] } => {
    const told: WaitingScan[][] = [];
    return {
      told,
      tellOffline: async (scans) => {
        told.push(scans);
        return answer(scans);
      },
    };
  };
  const recorded = (scans: WaitingScan[]): Result<OfflineScanAnswer[]> => ({
    ok: true,
    data: scans.map(({ scanId }) => ({ scanId, outcome: 'recorded' })),
  });

  test('in portions, the oldest first, and then nothing waits', async () => {
    const scans = Array.from({ length: 120 }, (_, i) => waiting(120 - i));
    for (const scan of scans) await store.put('waiting', scan);
    const api = answering(recorded);
    expect(await tellWaiting(api, store)).toEqual({ ok: true, data: 120 });
    expect(api.told.map((portion) => portion.length)).toEqual([50, 50, 20]);
    expect(api.told.flat().map(({ scanId }) => scanId)).toEqual(
      scans.toReversed().map(({ scanId }) => scanId),
    );
    expect(await store.count('waiting')).toBe(0);
  });

  test('what another tab takes back while it is told is told once more, as taken back', async () => {
    const scan = waiting(1);
    await store.put('waiting', scan);
    const told: boolean[] = [];
    const tellOffline: DoorApi['tellOffline'] = async (scans) => {
      told.push(...scans.map(({ isUndone }) => isUndone));
      await store.put('waiting', { ...scan, isUndone: true });
      return recorded(scans);
    };
    expect(await tellWaiting({ tellOffline }, store)).toMatchObject({ ok: true });
    expect(told).toEqual([false, true]);
    expect(await store.count('waiting')).toBe(0);
  });

  test('without an answer everything stays', async () => {
    await store.put('waiting', waiting(1));
    const lost = answering(() => ({ ok: false, error: { code: 'TIMEOUT', message: '' } }));
    expect(await tellWaiting(lost, store)).toMatchObject({ ok: false });
    expect(await store.count('waiting')).toBe(1);
  });

  test('one that is not understood does not hold up the others, and is said', async () => {
    const [bad, good] = [waiting(1), waiting(2)];
    for (const scan of [bad, good]) await store.put('waiting', scan);
    const api = answering((scans) =>
      scans.includes(scans.find(({ scanId }) => scanId === bad.scanId) as WaitingScan)
        ? { ok: false, error: { code: 'INVALID_INPUT', message: '' } }
        : recorded(scans),
    );
    expect(await tellWaiting(api, store)).toMatchObject({ ok: true });
    expect(await store.count('waiting')).toBe(0);
    expect(await store.getAll('disagreements')).toMatchObject([
      { scanId: bad.scanId, outcome: 'unknown' },
    ]);
  });

  test('where others let the same ticket in, that is kept until it is seen', async () => {
    const scan = waiting(1);
    await store.put('waiting', scan);
    const otherUse = { at: new Date(now).toISOString(), gateName: 'South' };
    const api = answering(() => ({
      ok: true,
      data: [{ scanId: scan.scanId, outcome: 'duplicate', attendeeName: 'Zoë', otherUse }],
    }));
    await tellWaiting(api, store);
    expect(await store.getAll('disagreements')).toEqual([
      {
        scanId: scan.scanId,
        outcome: 'duplicate',
        at: scan.scannedAt,
        attendeeName: 'Zoë',
        otherUse,
      },
    ]);
  });
});
