import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestEvent, until } from '@foyer/testing';
import { Redis } from 'ioredis';
import { confirmFree, dataOf, insist, nameAttendees, reserve } from '../support/buyer.ts';
import { mailsTo } from '../support/inbox.ts';
import { checkInvariants } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';
import { openSale } from '../support/sale.ts';
import { type System, useSystem } from '../support/system.ts';

const system = useSystem({
  services: ['api', 'worker', 'inbox'],
  isDurable: true,
  variables: { worker: { WORKER_TAKEOVER_SECONDS: '3' } },
});
const orders = quickOrLong(12, 100);

const losses: Record<string, (system: System) => Promise<void>> = {
  'was killed and started again': async ({ supervisor }) => {
    await supervisor.kill('redis-queue');
    await supervisor.revive('redis-queue');
  },
  'was flushed': async ({ plan }) => {
    const redis = new Redis(plan.redisUrl);
    await redis.flushall();
    redis.disconnect();
  },
  'lost its disk': async ({ supervisor, stateDir }) => {
    await supervisor.kill('redis-queue');
    rmSync(join(stateDir, 'redis-queue/appendonlydir'), { recursive: true });
    await supervisor.revive('redis-queue');
  },
};

test.each(Object.keys(losses))(
  'the queue %s with every mail still to be sent: buyers do not notice, and everybody gets one',
  async (how) => {
    const { supervisor, admin } = system();
    const event = await openSale(system());
    // No mail can be sent, so every job is in the queue, to be tried again, and nowhere else.
    await supervisor.kill('inbox');
    const addresses = await Promise.all(
      Array.from({ length: orders }, (_, i) => buy(event, `${i}`)),
    );
    const redis = new Redis(system().plan.redisUrl);
    await until(async () => (await redis.zcard('foyer:mail:delayed')) === orders);
    redis.disconnect();
    const { rows } = await admin.query(
      'select count(*)::int as waiting from app_private.outbox where published_at is null',
    );
    expect(rows).toEqual([{ waiting: 0 }]);

    await losses[how]?.(system());
    await supervisor.revive('inbox');
    addresses.push(await buy(event, 'afterwards'));
    await until(async () => (await mailsTo(system(), addresses[0] ?? '')).length > 0, {
      everyMs: 250,
      what: 'the first mail',
    });
    expect(await checkInvariants(system())).toEqual([]);
    for (const address of addresses) {
      const mails = await mailsTo(system(), address);
      expect([address, new Set(mails.map(({ messageId }) => messageId)).size]).toEqual([
        address,
        1,
      ]);
      expect([address, mails.length]).toEqual([address, 1]);
    }
  },
);

async function buy(event: TestEvent, name: string): Promise<string> {
  const email = `${name}-${event.slug}@example.org`;
  const held = dataOf(await insist(() => reserve(system(), event)));
  await nameAttendees(system(), event, held, { email });
  dataOf(await insist(() => confirmFree(system(), held)));
  return email;
}
