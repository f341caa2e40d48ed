import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestEvent } from '@foyer/testing';
import { confirmFree, dataOf, insist, nameAttendees, reserve } from '../support/buyer.ts';
import { checkInvariants, watchCapacity } from '../support/invariants.ts';
import { longMs, quickOrLong } from '../support/long.ts';
import { report } from '../support/report.ts';
import { openSale } from '../support/sale.ts';
import { type Random, seeded, seedNote } from '../support/seed.ts';
import { startSecondApi, useSystem } from '../support/system.ts';

const system = useSystem({ services: ['api', 'worker', 'inbox'] });
const urls: string[] = [];
beforeAll(async () => {
  const second = await startSecondApi(system());
  urls.push(system().plan.publicUrls.api, second.url);
});

// Whoever asks shares the machine: it serves some forty a second. `--seconds 250` makes it ten thousand.
const buyerCount = quickOrLong(1_000, Math.min(10_000, Math.round(longMs / 25)));
const capacity = buyerCount / 2;
const patienceMs = longMs + 240_000;

describe(`${buyerCount} buyers at two processes, ${capacity} tickets ${seedNote}`, () => {
  test(
    'never one ticket too many, never "sold out" while there are enough, and all are sold',
    async () => {
      const event = await openSale(system(), { quotas: { event: capacity } });
      const watch = watchCapacity(system().admin);
      const ends = await Promise.all(
        Array.from({ length: buyerCount }, (_, i) =>
          buy(event, seeded(`buyer ${i}`), urls[i % 2] ?? ''),
        ),
      );
      expect((await watch.stop()).violations).toEqual([]);

      const acknowledged = ends.flatMap(({ registrationIds }) => registrationIds);
      expect(await checkInvariants(system(), { acknowledged })).toEqual([]);
      const { rows } = await system().admin.query<{ sold: number; held: number }>(
        'select sold_count as sold, held_count as held from app_public.quotas where event_id = $1',
        [event.id],
      );
      expect(rows).toEqual([{ sold: capacity, held: 0 }]);

      const refusals = ends.flatMap(({ soldOut }) => (soldOut ? [soldOut] : []));
      expect(refusals.length).toBeGreaterThan(0);
      expect(untrueOf(refusals, await salesOf(event), capacity)).toEqual([]);
      const bought = ends.filter(({ isConfirmed }) => isConfirmed).length;
      report(`${bought} bought, ${refusals.length} came too late`);
    },
    patienceMs,
  );

  test('control: where "sold out" is said of what others only hold, it is seen', async () => {
    const event = await openSale(system(), { quotas: { event: 2 } });
    const restore = await rewriteAdmission((text) =>
      text.replace(
        'array_agg(capacity - sold_count',
        'array_agg(capacity - held_count - sold_count',
      ),
    );
    try {
      dataOf(await reserve(system(), event, { quantity: 2 }));
      expect(await reserve(system(), event)).toMatchObject({ code: 'SOLD_OUT' });
      const refusal = { at: Date.now(), quantity: 1 };
      expect(untrueOf([refusal], await salesOf(event), 2)).toEqual([refusal]);
    } finally {
      await restore();
    }
    expect(await reserve(system(), event)).toMatchObject({ code: 'HELD_BY_OTHERS' });
  });

  test('control: without the lock and its constraint, the watch and the invariants both see it', async () => {
    const { admin } = system();
    const restore = await admitWithoutLock();
    try {
      // On a busy machine two processes may take turns by chance: until they do not.
      let violations: string[] = [];
      for (let round = 0; round < 20 && violations.length === 0; round += 1) {
        const event = await openSale(system(), { quotas: { event: 40 } });
        const watch = watchCapacity(admin, 5);
        await Promise.all(
          Array.from({ length: 200 }, (_, i) => reserve(system(), event, { url: urls[i % 2] })),
        );
        ({ violations } = await watch.stop());
      }
      expect(violations).not.toEqual([]);
      expect((await checkInvariants(system())).join()).toContain(
        'nothing is sold or held that does not exist',
      );
    } finally {
      await admin.query(
        'update app_public.quotas set capacity = held_count + sold_count where capacity < held_count + sold_count',
      );
      await restore();
    }
  });
});

interface End {
  registrationIds: string[];
  isConfirmed: boolean;
  soldOut: { at: number; quantity: number } | null;
}

/** Tries until the tickets are bought or said to be sold out; three in ten walk away from a hold. */
async function buy(event: TestEvent, random: Random, url: string): Promise<End> {
  const quantity = random.between(1, 4);
  const isFickle = random.chance(0.3);
  await sleep(random.between(0, 2_000));
  for (;;) {
    const key = randomUUID();
    const answer = await insist(() => reserve(system(), event, { url, quantity, key }), {
      timeoutMs: patienceMs,
    });
    const at = Date.now();
    if (answer.outcome === 'data') {
      const held = answer.data;
      const registrationIds = [held.registrationId];
      if (isFickle) {
        await abandon(held.registrationId, random);
        return { registrationIds, isConfirmed: false, soldOut: null };
      }
      await nameAttendees(system(), event, held, { url, quantity });
      dataOf(await insist(() => confirmFree(system(), held, { url }), { timeoutMs: patienceMs }));
      return { registrationIds, isConfirmed: true, soldOut: null };
    }
    if (answer.code === 'SOLD_OUT')
      return { registrationIds: [], isConfirmed: false, soldOut: { at, quantity } };
    // All that is left is held by others: some of it comes back.
    expect(answer.code).toBe('HELD_BY_OTHERS');
    await sleep(random.between(150, 600));
  }
}

/** The shortest hold is a minute; this one ends within two seconds, in the middle of the sale. */
async function abandon(registrationId: string, random: Random): Promise<void> {
  await system().admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() + make_interval(secs => $2)
     where id = $1`,
    [registrationId, random.next() * 2],
  );
}

interface Sale {
  at: number;
  quantity: number;
}

/** What was sold when, by the clock of the database, which is this machine's. Nothing is given back here. */
async function salesOf(event: TestEvent): Promise<Sale[]> {
  const { rows } = await system().admin.query<Sale>(
    `select extract(epoch from r.confirmed_at)::float8 * 1000 as at, sum(i.quantity)::int as quantity
     from app_public.registrations r join app_public.registration_items i on i.registration_id = r.id
     where r.event_id = $1 and r.confirmed_at is not null group by r.id, r.confirmed_at`,
    [event.id],
  );
  return rows;
}

/** Who was told "sold out" before so much was sold that it was true, whether or not others held the rest. */
const untrueOf = (refusals: Sale[], sales: Sale[], total: number): Sale[] =>
  refusals.filter(({ at, quantity }) => {
    const sold = sales
      .filter((sale) => sale.at <= at)
      .reduce((sum, sale) => sum + sale.quantity, 0);
    return total - sold >= quantity;
  });

/** The functions as if one text of `reserve_batch` were another. @returns what undoes it */
async function rewriteAdmission(rewrite: (text: string) => string): Promise<() => Promise<void>> {
  const { admin } = system();
  const { rows } = await admin.query<{ text: string }>(
    `select pg_get_functiondef('app_private.reserve_batch(jsonb)'::regprocedure) as text`,
  );
  const text = rows[0]?.text ?? '';
  const other = rewrite(text);
  expect(other).not.toBe(text);
  await admin.query(other);
  return async () => void (await admin.query(text));
}

/** Admission that reads, waits and writes, as it is written by everybody once. */
async function admitWithoutLock(): Promise<() => Promise<void>> {
  const { admin } = system();
  const lock = /(perform id from app_public\.quotas\b[\s\S]*?)\n\s*for update;/;
  const read = 'select array_agg(id order by id), array_agg(capacity - held_count - sold_count';
  const write = 'update app_public.quotas quota';
  const restore = await rewriteAdmission((text) => {
    expect(text).toMatch(lock);
    expect(text).toContain(read);
    expect(text).toContain(write);
    return text.replace(lock, '$1;').replace(write, `perform pg_sleep(0.05);\n    ${write}`);
  });
  await admin.query('alter table app_public.quotas drop constraint quotas_never_oversold');
  return async () => {
    await restore();
    await admin.query(
      'alter table app_public.quotas add constraint quotas_never_oversold check (held_count + sold_count <= capacity)',
    );
  };
}
