import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { insertUser, type TestEvent, until } from '@foyer/testing';
import { createAccessTokens } from '../../apps/api/src/auth/access-tokens.ts';
import { dataOf, graphql, insist, isRetryable, reserve } from '../support/buyer.ts';
import { type ChaosProxy, startChaosProxy, through } from '../support/chaos-proxy.ts';
import { startCrowd } from '../support/crowd.ts';
import { acknowledge, watchCapacity } from '../support/invariants.ts';
import { isLong, longTest, quickOrLong } from '../support/long.ts';
import { openSale } from '../support/sale.ts';
import { seeded, seedNote } from '../support/seed.ts';
import { useSystem } from '../support/system.ts';

let proxy: ChaosProxy;
let postgresPort = 0;
beforeAll(async () => {
  proxy = await startChaosProxy(() => postgresPort);
});
// Before the invariants are asked for.
afterEach(() => proxy.set({}));
const system = useSystem({
  services: ['api', 'worker', 'inbox'],
  variables: ({ databaseUrls }) => {
    postgresPort = Number(new URL(databaseUrls.api).port);
    return { api: { API_DATABASE_URL: through(proxy, databaseUrls.api) } };
  },
});
afterAll(() => proxy.close());

let event: TestEvent;
beforeAll(async () => {
  event = await openSale(system());
});

/** What a person may see while the database does not answer: that they may ask again. */
const askAgain = ['200 UNAVAILABLE'];
const others = (troubles: Record<string, number>) =>
  Object.keys(troubles).filter((what) => !askAgain.includes(what));

describe(`the line between the API and PostgreSQL ${seedNote}`, () => {
  test('200 ms long: everybody is served, later', async () => {
    const crowd = startCrowd(system(), event, { buyers: 96 });
    await crowd.nextHeld();
    proxy.set({ latencyMs: 200 });
    await crowd.nextHeld();
    await sleep(quickOrLong(1_500, 4_000));
    await crowd.stop();
    expect(crowd.troubles()).toEqual({});
    // A batch is one way there and back; one may wait for two others.
    if (isLong) expect(crowd.slowestMs()).toBeLessThan(5_000);
    const { acknowledged } = await crowd.settle();
    acknowledge(acknowledged);
  });

  test('reset again and again: an order whose outcome was unknown is found by its key, once', async () => {
    const random = seeded('resets');
    const watch = watchCapacity(system().admin);
    const crowd = startCrowd(system(), event, {
      buyers: 96,
      quantity: () => random.between(1, 4),
    });
    for (let i = 0; i < quickOrLong(8, 60); i += 1) {
      await crowd.nextHeld();
      await sleep(random.between(0, 150));
      proxy.resetAll();
    }
    await crowd.stop();
    expect(others(crowd.troubles())).toEqual([]);
    const { acknowledged } = await crowd.settle();
    expect((await watch.stop()).violations).toEqual([]);
    acknowledge(acknowledged);
  });

  test('dead in the middle of a commit, then reset: the commit stands, and its key finds it', async () => {
    const key = randomUUID();
    dataOf(await reserve(system(), event));
    // The statement arrives, is committed, and no answer comes back.
    proxy.set({
      onClientData: (data) => {
        if (data.includes('reserve_batch')) proxy.set({ isDeaf: true });
      },
    });
    const first = reserve(system(), event, { key });
    await until(async () => {
      const { rows } = await system().admin.query(
        'select from app_public.registrations r where r.event_id = $1 and r.created_at > now() - $2::interval',
        [event.id, '1 second'],
      );
      return rows.length > 0;
    });
    await sleep(quickOrLong(500, 5_000));
    proxy.resetAll();
    expect(await first).toMatchObject({ outcome: 'error', code: 'UNAVAILABLE' });
    proxy.set({});
    const held = dataOf(await insist(() => reserve(system(), event, { key })));
    expect(held.isReplay).toBe(true);
    acknowledge([held.registrationId]);
  });

  test('dead for a while, then alive: whoever waited is answered, and nothing happened twice', async () => {
    const crowd = startCrowd(system(), event, { buyers: 96 });
    await crowd.nextHeld();
    proxy.set({ isBlackhole: true });
    await sleep(quickOrLong(1_500, 5_000));
    proxy.set({});
    await crowd.nextHeld();
    await crowd.stop();
    expect(others(crowd.troubles())).toEqual([]);
    const { acknowledged } = await crowd.settle();
    acknowledge(acknowledged);
  });

  test('broken under readers: nobody is ever answered as somebody else', async () => {
    const { admin, secrets, plan } = system();
    const tokens = createAccessTokens({
      privateKeys: secrets.jwtPrivateKey,
      issuer: plan.publicUrls.api,
    });
    const people = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { id } = await insertUser(admin);
        return { id, accessToken: tokens.sign({ userId: id, signInId: randomUUID() }) };
      }),
    );
    const strangers = [null, null, null];
    const random = seeded('readers');
    const end = Date.now() + quickOrLong(2_000, 10_000);
    let answers = 0;
    const isOver = () => Date.now() >= end && answers > 50;
    const ask = async (person: { id: string; accessToken: string } | null) => {
      while (!isOver()) {
        const answer = await graphql<{ me: { id: string } | null }>(
          system(),
          '{ me { id } }',
          {},
          { accessToken: person?.accessToken },
        );
        if (answer.outcome !== 'data') {
          expect(isRetryable(answer)).toBe(true);
          continue;
        }
        expect(answer.data.me?.id).toBe(person?.id);
        answers += 1;
      }
    };
    const weather = (async () => {
      while (!isOver()) {
        // Some are answered between one trouble and the next, however slow the machine.
        const before = answers;
        await until(() => answers > before || isOver(), { everyMs: 5 });
        await sleep(random.between(20, 120));
        if (random.chance(0.5)) proxy.resetAll();
        else {
          proxy.set({ isDeaf: true });
          await sleep(random.between(10, 60));
          if (random.chance(0.5)) proxy.resetAll();
          proxy.set({});
        }
      }
    })();
    await Promise.all([weather, ...[...people, ...strangers].map(ask)]);
    // Ten connections at most, each asked more than once: none kept anything of whom it served before.
    const { rows } = await system().admin.query(
      `select count(*)::int as n from pg_stat_activity
       where application_name like 'foyer-api%' and state like 'idle in transaction%'
         and state_change < now() - interval '2 seconds'`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  longTest('half gone for good: waits end, and the pool recovers by itself', async () => {
    const crowd = startCrowd(system(), event, { buyers: 96 });
    await crowd.nextHeld();
    const began = performance.now();
    proxy.halfCloseAll();
    await crowd.nextHeld(25_000);
    // 15 s for the statement and one for the word that it was cancelled.
    expect(performance.now() - began).toBeLessThan(20_000);
    await crowd.stop();
    expect(others(crowd.troubles())).toEqual([]);
    const { acknowledged } = await crowd.settle();
    acknowledge(acknowledged);
  });
});
