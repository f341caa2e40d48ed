import { randomUUID } from 'node:crypto';
import { globSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@foyer/testing';
import { Redis } from 'ioredis';
import { doorIsReady, eventWithDoor } from '../../infrastructure/load/support/door.ts';
import { type Door, openDoor, type Scanned, scanUntilAnswered } from '../support/door.ts';
import { breakOnPurpose, checkInvariants } from '../support/invariants.ts';
import { longTest, quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { killAt, type System, useSystem } from '../support/system.ts';

// Durable: the append-only file is what a restart is made from.
const system = useSystem({ services: ['checkin'], isDurable: true });

/** What takes the memory of the door's Redis away, while people walk in. */
const losses: Record<string, (system: System) => Promise<void>> = {
  'killed and started again': async ({ supervisor }) => {
    await supervisor.kill('redis-checkin');
    await sleep(quickOrLong(300, 3_000));
    await supervisor.revive('redis-checkin');
  },
  flushed: async ({ plan }) => {
    const redis = new Redis(plan.checkinRedisUrl);
    await redis.flushall();
    redis.disconnect();
  },
  'started again with half of its file': async ({ supervisor, stateDir }) => {
    await supervisor.kill('redis-checkin');
    const [file] = globSync('redis-checkin/appendonlydir/*.incr.aof', { cwd: stateDir });
    if (!file) throw new Error('there is no append-only file');
    const path = join(stateDir, file);
    truncateSync(path, Math.floor(statSync(path).size / 2));
    await supervisor.revive('redis-checkin');
  },
};

describe(`the door's Redis, while every ticket comes to two phones ${seedNote}`, () => {
  test.each(Object.keys(losses))(
    '%s: nobody is let in twice, nobody stays outside, and a phone is told to try again',
    async (how) => {
      const door = await openDoor(system(), { tickets: quickOrLong(120, 250), devices: 8 });
      const troubles: Scanned[] = [];
      const walking = walkIn(door, troubles);
      for (let round = 0; round < quickOrLong(1, 2); round += 1) {
        await sleep(seeded(`${how} ${round}`).between(150, 500));
        await losses[how]?.(system());
      }
      await expectOncePerTicket(await walking, troubles);
    },
  );

  test('the door itself killed after it decided and before it said so: the phone hears it from the next', async () => {
    const door = await openDoor(system(), { tickets: 20, devices: 4 });
    const troubles: Scanned[] = [];
    const { struck } = killAt(system(), 'checkin', 'scan.after-claim:10');
    const verdicts = await walkIn(door, troubles);
    await struck();
    await expectOncePerTicket(verdicts, troubles);
  });

  // Half a minute of waiting for the lock of the dead: too long for the quick form.
  longTest(
    'the door killed when its decisions are recorded and not struck off: they are recorded once',
    async () => {
      const door = await openDoor(system(), { tickets: 20, devices: 4 });
      const troubles: Scanned[] = [];
      const { struck } = killAt(system(), 'checkin', 'drain.after-record');
      const verdicts = await walkIn(door, troubles);
      await struck();
      await expectOncePerTicket(verdicts, troubles);
    },
  );

  test('the door killed in the middle of what cut-off phones tell: they tell it again, and it counts once', async () => {
    const door = await openDoor(system(), { tickets: 20, devices: 4 });
    const { struck } = killAt(system(), 'checkin', 'offline-scan.after-record:15');
    const told = await Promise.all(door.devices.map((device, d) => tellOffline(door, device, d)));
    await struck();
    // Each ticket was let in by two phones; the later one to be heard is told of the other.
    expect(told.flat().filter((outcome) => outcome === 'recorded')).toHaveLength(20);
    expect(told.flat().filter((outcome) => outcome === 'duplicate')).toHaveLength(20);
    expect(await checkInvariants(system())).toEqual([]);
    const { rows } = await system().admin.query(
      `select count(*)::int as scans, count(*) filter (where is_conflict)::int as conflicts,
         (select count(distinct c.ticket_id)::int from app_public.check_ins c where c.event_id = $1) as admitted
       from app_public.scans where event_id = $1`,
      [door.event.id],
    );
    expect(rows).toEqual([{ scans: 40, conflicts: 20, admitted: 20 }]);
  });

  longTest('200,000 tickets are ready again seconds after a flush', async () => {
    // The last one: these tickets are planted, and no change of their orders is on record.
    breakOnPurpose();
    const event = await eventWithDoor(system(), { tickets: 200_000, devices: 1 });
    await doorIsReady(system(), event);
    const redis = new Redis(system().plan.checkinRedisUrl);
    await redis.flushall();
    redis.disconnect();
    const ms = await doorIsReady(system(), event);
    report(`200,000 tickets rebuilt in ${(ms / 1_000).toFixed(1)} s (goal: 3 s)`);
    expect(ms).toBeLessThan(3_000);
  });
});

/** Each ticket is shown at two phones; each phone has people in a line. @returns verdicts by ticket */
async function walkIn({ tokens, devices }: Door, troubles: Scanned[]): Promise<string[][]> {
  const verdicts: string[][] = tokens.map(() => []);
  await Promise.all(
    devices.map(async (device, d) => {
      for (const [i, token] of tokens.entries()) {
        const isMine = i % devices.length === d || (i + 1) % devices.length === d;
        if (!isMine) continue;
        verdicts[i]?.push(
          await scanUntilAnswered(system(), device, token, (t) => troubles.push(t)),
        );
        // A phone may scan thirty times a second.
        await sleep(40);
      }
    }),
  );
  return verdicts;
}

/** Ten tickets that this phone let in, half of them at each neighbour too, told until somebody hears it. */
async function tellOffline(
  { tokens, devices }: Door,
  device: string,
  d: number,
): Promise<string[]> {
  const isMine = (i: number) => i % devices.length === d || (i + 1) % devices.length === d;
  const now = new Date().toISOString();
  const scans = tokens
    .filter((_, i) => isMine(i))
    .map((token) => ({
      scanId: randomUUID(),
      token,
      scannedAt: now,
      verdict: 'accepted',
    }));
  return await until(
    async () => {
      const response = await fetch(`${system().plan.publicUrls.checkin}/offline-scans`, {
        method: 'POST',
        headers: { authorization: `Bearer ${device}`, 'content-type': 'application/json' },
        body: JSON.stringify({ deviceTime: now, scans }),
      }).catch(() => null);
      if (!response?.ok) return null;
      const { scans: answers } = (await response.json()) as { scans: { outcome: string }[] };
      return answers.map(({ outcome }) => outcome);
    },
    { what: 'what the phone tells to be taken' },
  );
}

async function expectOncePerTicket(verdicts: string[][], troubles: Scanned[]): Promise<void> {
  for (const both of verdicts) expect([...both].sort()).toEqual(['accepted', 'already_used']);
  const unfriendly = troubles.filter(
    (t) => t.outcome === 'refused' && (t.code !== 'NOT_READY' || t.retryAfter === null),
  );
  expect(unfriendly).toEqual([]);
  expect(await checkInvariants(system())).toEqual([]);
  const { rows } = await system().admin.query(
    'select count(*)::int as conflicts from app_public.scans where is_conflict',
  );
  expect(rows).toEqual([{ conflicts: 0 }]);
}
