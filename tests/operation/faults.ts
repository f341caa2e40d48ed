import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type TestEvent, until } from '@foyer/testing';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { eventKeys } from '../../apps/checkin/src/redis/keys.ts';
import {
  type DoorEvent,
  doorIsReady,
  eventWithDoor,
} from '../../infrastructure/load/support/door.ts';
import { nodeBinary, rootDir } from '../../scripts/launcher/paths.ts';
import {
  confirmFree,
  dataOf,
  graphql,
  type Held,
  nameAttendees,
  pay,
  reserve,
  sandbox,
  startPayment,
} from '../support/buyer.ts';
import { openSale } from '../support/sale.ts';
import type { System } from '../support/system.ts';

export type Scene = {
  system: System;
  /** Free tickets. */
  event: TestEvent;
  /** Tickets that cost something. */
  paid: TestEvent;
  door: DoorEvent;
};

export type Proof = {
  /** What goes wrong, as the test's name says it. */
  fault: string;
  /** Exactly these ring. */
  raises: string[];
  /** These may ring as well: what follows from the same fault, sooner or later. */
  mayRaise?: string[];
  /** Part of `npm test`; the others run in the long form. */
  isQuick?: boolean;
  /** How long it may take, where the product itself is slow by design. */
  ringsWithinMs?: number;
  restsWithinMs?: number;
  /** @returns what mends it */
  cause(scene: Scene): Promise<() => Promise<void>>;
};

export async function setScene(system: System): Promise<Scene> {
  const door = await eventWithDoor(system, { tickets: 200, devices: 2 });
  await doorIsReady(system, door);
  return {
    system,
    event: await openSale(system),
    paid: await openSale(system, { ticketTypes: [{ priceMinor: 2_500 }] }),
    door,
  };
}

/** Does something again and again, so many side by side, until it is stopped. */
function keepDoing(work: () => Promise<unknown>, sideBySide: number, pauseMs = 0) {
  let isOver = false;
  const loops = Array.from({ length: sideBySide }, async () => {
    while (!isOver) {
      await work().catch(() => {});
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(loops);
  };
}

/** Holds what `statements` lock for so long, lets go for a moment, and holds it again. */
async function keepLocked(pool: pg.Pool, holdMs: number, ...statements: string[]) {
  const hold = async () => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(statement);
      await new Promise((resolve) => setTimeout(resolve, holdMs));
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  return keepDoing(hold, 1, 20);
}

/** A transaction that somebody forgot, until it is ended. */
async function openTransaction(pool: pg.Pool, ...statements: string[]) {
  const client = await pool.connect();
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

const look = ({ system, event }: Scene) =>
  graphql(
    system,
    'query E($id: UUID!) { event(id: $id) { title ticketTypes(first: 5) { nodes { name } } } }',
    { id: event.id },
    { timeoutMs: 10_000 },
  );

async function scan({ system, door }: Scene): Promise<number> {
  const pick = <T>(list: T[]): T => list[Math.floor(Math.random() * list.length)] as T;
  const response = await fetch(`${system.plan.publicUrls.checkin}/scans`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${pick(door.deviceTokens)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      scanId: randomUUID(),
      token: pick(door.tokens),
      scannedAt: new Date().toISOString(),
    }),
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
  return response.status;
}

/** Held, with names; ready to be paid or confirmed. */
async function order(system: System, event: TestEvent): Promise<Held> {
  const held = dataOf(await reserve(system, event));
  await nameAttendees(system, event, held);
  return held;
}

/** The command that the runbooks name. */
function operate({ plan }: System, ...words: string[]): string {
  const { stdout, stderr, status } = spawnSync(
    nodeBinary,
    [
      '--disable-warning=ExperimentalWarning',
      join(rootDir, 'apps/worker/src/operate.ts'),
      ...words,
    ],
    { env: { PATH: process.env.PATH, REDIS_URL: plan.redisUrl }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`operate ${words.join(' ')}: ${stderr}`);
  return stdout;
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** What the tests would have to wait for: jobs that are not done look ten minutes older. */
const ageJobs = (system: System, lane: string) =>
  withRedis(system.plan.redisUrl, async (redis) => {
    const ids = await until(async () => {
      const [delayed, waiting, active] = await Promise.all([
        redis.zrange(`foyer:${lane}:delayed`, '0', '-1'),
        redis.lrange(`foyer:${lane}:wait`, 0, -1),
        redis.lrange(`foyer:${lane}:active`, 0, -1),
      ]);
      const all = [...delayed, ...waiting, ...active];
      return all.length > 0 ? all : null;
    });
    for (const id of ids) {
      const key = `foyer:${lane}:${id}`;
      const made = Number(await redis.hget(key, 'timestamp'));
      await redis.hset(key, 'timestamp', String(made - 600_000));
    }
  });

const ready = async (system: System, service: 'api' | 'worker' | 'checkin') => {
  const port = system.supervisor.specOf(service)?.env[`${service.toUpperCase()}_PORT`];
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`);
  const body = (await response.json()) as {
    status: string;
    checks: Record<string, { ok: boolean }>;
  };
  const down = Object.keys(body.checks).filter((name) => !body.checks[name]?.ok);
  return { code: response.status, status: body.status, down };
};

/** What /health/ready has to say everywhere while something is away. */
export async function readiness(system: System) {
  return {
    api: await ready(system, 'api'),
    worker: await ready(system, 'worker'),
    checkin: await ready(system, 'checkin'),
  };
}

const well = { code: 200, status: 'ready', down: [] };

/** Kills a server, and sees that every service says truly what it misses, and when it has it again. */
async function killAndSeeReadiness(
  { system }: Scene,
  name: string,
  expected: Record<'api' | 'worker' | 'checkin', unknown>,
): Promise<() => Promise<void>> {
  expect(await readiness(system)).toEqual({ api: well, worker: well, checkin: well });
  await system.supervisor.kill(name);
  await until(
    async () => {
      expect(await readiness(system)).toEqual(expected);
      return true;
    },
    { timeoutMs: 15_000, everyMs: 200, what: `readiness without ${name}` },
  );
  return async () => {
    await system.supervisor.revive(name);
    await until(
      async () => {
        expect(await readiness(system)).toEqual({ api: well, worker: well, checkin: well });
        return true;
      },
      { timeoutMs: 20_000, everyMs: 200, what: `readiness with ${name}` },
    );
  };
}

export const proofs: Proof[] = [
  {
    fault: 'the API is killed',
    raises: ['FoyerServiceDown'],
    isQuick: true,
    async cause({ system }) {
      await system.supervisor.kill('api');
      return () => system.supervisor.revive('api');
    },
  },
  {
    fault: 'the worker is killed',
    raises: ['FoyerServiceDown'],
    async cause({ system }) {
      await system.supervisor.kill('worker');
      return () => system.supervisor.revive('worker');
    },
  },
  {
    fault: 'the Redis of the queues is killed',
    raises: ['FoyerDependencyDown'],
    isQuick: true,
    cause: (scene) =>
      killAndSeeReadiness(scene, 'redis-queue', {
        // People still buy; only counts on screens stand still.
        api: { code: 200, status: 'degraded', down: ['redis'] },
        worker: { code: 503, status: 'unready', down: ['redis'] },
        checkin: well,
      }),
  },
  {
    fault: 'PostgreSQL is killed',
    raises: ['FoyerDependencyDown'],
    cause: (scene) =>
      killAndSeeReadiness(scene, 'postgres', {
        api: { code: 503, status: 'unready', down: ['database', 'live'] },
        worker: { code: 503, status: 'unready', down: ['database'] },
        // The door goes on: what it decides waits in Redis.
        checkin: { code: 200, status: 'degraded', down: ['postgres'] },
      }),
  },
  {
    fault: 'the Redis of the door is killed while people are scanned',
    raises: ['FoyerDependencyDown', 'FoyerDoorImpaired'],
    isQuick: true,
    async cause(scene) {
      const stop = keepDoing(() => scan(scene), 2, 100);
      const mend = await killAndSeeReadiness(scene, 'redis-checkin', {
        api: well,
        worker: well,
        checkin: { code: 503, status: 'unready', down: ['redis'] },
      });
      return async () => {
        await mend();
        await doorIsReady(scene.system, scene.door);
        // Some good scans, so that the door is seen to be well.
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await stop();
      };
    },
  },
  {
    fault: 'the Redis of the door answers half a second late',
    raises: ['FoyerDoorImpaired'],
    async cause(scene) {
      const redis = new Redis(scene.system.plan.checkinRedisUrl);
      const stopScans = keepDoing(() => scan(scene), 2, 50);
      const stopPauses = keepDoing(() => redis.call('CLIENT', 'PAUSE', '500', 'ALL'), 1, 10);
      return async () => {
        await stopPauses();
        await stopScans();
        redis.disconnect();
      };
    },
  },
  {
    fault: 'a migration took away a function that pages call',
    raises: ['FoyerRequestsFailing'],
    async cause(scene) {
      const { admin } = scene.system;
      await admin.query(
        'alter function app_public.ticket_types_remaining rename to ticket_types_remaining_2',
      );
      const stop = keepDoing(
        () =>
          graphql(
            scene.system,
            'query R($id: UUID!) { event(id: $id) { ticketTypes(first: 5) { nodes { remaining } } } }',
            { id: scene.event.id },
          ),
        2,
        50,
      );
      return async () => {
        await admin.query(
          'alter function app_public.ticket_types_remaining_2 rename to ticket_types_remaining',
        );
        await stop();
      };
    },
  },
  {
    fault: 'a statement by hand locks the events for seconds at a time',
    raises: ['FoyerRequestsSlow'],
    async cause(scene) {
      const stopLocks = await keepLocked(
        scene.system.admin,
        2_000,
        'lock table app_public.events in access exclusive mode',
      );
      const stop = keepDoing(() => look(scene), 3);
      return async () => {
        await stopLocks();
        await stop();
      };
    },
  },
  {
    fault: 'every connection of the API waits for a locked table',
    raises: ['FoyerPoolExhausted'],
    mayRaise: ['FoyerRequestsSlow', 'FoyerRequestsFailing'],
    async cause(scene) {
      const stopLocks = await keepLocked(
        scene.system.admin,
        2_000,
        'lock table app_public.events in access exclusive mode',
      );
      const stop = keepDoing(() => look(scene), 40);
      return async () => {
        await stopLocks();
        await stop();
      };
    },
  },
  {
    fault: 'somebody keeps the row of a quota locked while people buy',
    raises: ['FoyerReservationsSlow'],
    mayRaise: ['FoyerRequestsSlow', 'FoyerRequestsFailing'],
    isQuick: true,
    async cause(scene) {
      const { system, event } = scene;
      const unlock = await openTransaction(
        system.admin,
        `select from app_public.quotas where event_id = '${event.id}' for update`,
      );
      const stop = keepDoing(() => reserve(system, event, { timeoutMs: 20_000 }), 4, 200);
      return async () => {
        await unlock();
        await stop();
      };
    },
  },
  {
    fault: 'holds cannot be released, because their quota is locked',
    raises: ['FoyerHoldsOverdue'],
    async cause({ system, event }) {
      const held = dataOf(await reserve(system, event));
      const unlock = await openTransaction(
        system.admin,
        `select from app_public.quotas where event_id = '${event.id}' for update`,
      );
      await system.admin.query(
        `update app_public.registrations set expires_at = now() - interval '10 minutes' where id = $1`,
        [held.registrationId],
      );
      return unlock;
    },
  },
  {
    fault: 'an older worker does not know a topic of a newer release',
    raises: ['FoyerOutboxStuck'],
    isQuick: true,
    async cause({ system }) {
      await system.admin.query(
        `insert into app_private.outbox (topic, payload, created_at)
         values ('of.a_newer_release', '{}', now() - interval '10 minutes')`,
      );
      return async () => {
        // The newer worker publishes it.
        await system.admin.query(
          `update app_private.outbox set published_at = now() where topic = 'of.a_newer_release'`,
        );
      };
    },
  },
  {
    fault: 'the mail server is gone',
    raises: ['FoyerMailLate'],
    async cause({ system, event }) {
      await system.supervisor.kill('inbox');
      dataOf(await confirmFree(system, await order(system, event)));
      await ageJobs(system, 'mail');
      return async () => {
        await system.supervisor.revive('inbox');
        operate(system, 'hurry', 'mail');
      };
    },
  },
  {
    fault: 'a job can never succeed',
    raises: ['FoyerJobsFailed'],
    async cause({ system }) {
      const { rows } = await system.admin.query<{ id: number }>(
        `insert into app_private.outbox (topic, payload) values ('registration.confirmed', '{"nonsense": true}')
         returning id::int`,
      );
      const id = `outbox-${rows[0]?.id}`;
      await until(() => operate(system, 'list').includes(`mail ${id} issue-confirmation`), {
        everyMs: 500,
      });
      return async () => {
        operate(system, 'drop', 'mail', id);
      };
    },
  },
  {
    fault: 'the payment provider answers with errors',
    raises: ['FoyerPaymentProviderFailing'],
    mayRaise: ['FoyerRequestsSlow'],
    async cause({ system, paid }) {
      const buyers = await Promise.all(Array.from({ length: 6 }, () => order(system, paid)));
      await sandbox(system, '/script', { api: { errorBefore: 1 } });
      let next = 0;
      const stop = keepDoing(
        () => startPayment(system, buyers[next++ % buyers.length] as Held),
        buyers.length,
        200,
      );
      return async () => {
        await sandbox(system, '/script', {});
        await stop();
      };
    },
  },
  {
    fault: 'the provider’s webhooks get lost',
    raises: ['FoyerWebhooksMissing'],
    ringsWithinMs: 90_000,
    restsWithinMs: 60_000,
    async cause({ system, paid }) {
      await sandbox(system, '/script', { webhooks: { drop: 1 } });
      for (let i = 0; i < 5; i++) {
        const page = dataOf(await startPayment(system, await order(system, paid)));
        expect(await pay(system, page)).toMatchObject({ outcome: 'succeeded' });
      }
      return async () => {
        await sandbox(system, '/script', {});
      };
    },
  },
  {
    fault: 'the provider is away when a hold ends whose payment is open',
    raises: ['FoyerMoneyUnsettled'],
    mayRaise: ['FoyerPaymentProviderFailing'],
    ringsWithinMs: 60_000,
    restsWithinMs: 90_000,
    async cause({ system, paid }) {
      const held = await order(system, paid);
      dataOf(await startPayment(system, held));
      await system.supervisor.kill('sandbox');
      const { admin } = system;
      const id = held.registrationId;
      await admin.query(
        'update app_public.registrations set expires_at = clock_timestamp() where id = $1',
        [id],
      );
      await until(
        async () =>
          (
            await admin.query(
              `update app_public.registrations set expired_at = now() - interval '2 hours' where id = $1 and status = 'expired'`,
              [id],
            )
          ).rowCount,
        { timeoutMs: 20_000, everyMs: 200 },
      );
      return async () => {
        await system.supervisor.revive('sandbox');
        operate(system, 'hurry', 'payments');
      };
    },
  },
  {
    fault: 'the provider refuses a refund',
    raises: ['FoyerMoneyUnsettled'],
    async cause({ system, paid }) {
      const held = await order(system, paid);
      const page = dataOf(await startPayment(system, held));
      await pay(system, page);
      const { admin } = system;
      await until(
        async () =>
          (
            await admin.query(
              `select from app_public.payments where id = $1 and status = 'succeeded'`,
              [page.paymentId],
            )
          ).rowCount,
      );
      // Given back in the provider's dashboard already; ours comes too late.
      const { rows } = await admin.query<{ id: string }>(
        `select app_private.queue_refund($1, 2500, 'requested') as id`,
        [page.paymentId],
      );
      await admin.query(
        `select app_private.apply_refund_state('stripe', jsonb_build_object('refundId', $1::text,
           'providerRefundId', null, 'status', 'failed', 'failureCode', 'exceeds_captured'))`,
        [rows[0]?.id],
      );
      return async () => {
        // A day later it is history; the page of the organization still shows it.
        await admin.query(`alter table app_public.refunds disable trigger touch_updated_at`);
        await admin.query(
          `update app_public.refunds set updated_at = now() - interval '2 days' where status = 'failed'`,
        );
        await admin.query(`alter table app_public.refunds enable trigger touch_updated_at`);
      };
    },
  },
  {
    fault: 'somebody sets a payment to succeeded by hand',
    raises: ['FoyerLedgerMismatch'],
    mayRaise: ['FoyerPaymentProviderFailing'],
    // The books are compared once a minute.
    ringsWithinMs: 90_000,
    restsWithinMs: 90_000,
    async cause({ system, paid }) {
      const page = dataOf(await startPayment(system, await order(system, paid)));
      const set = (status: string) =>
        system.admin.query(
          `update app_public.payments set status = $2, succeeded_at = now() where id = $1`,
          [page.paymentId, status],
        );
      await set('succeeded');
      return async () => {
        await set('cancelled');
      };
    },
  },
  {
    fault: 'PostgreSQL takes no check-ins, while people are scanned',
    raises: ['FoyerCheckinsNotRecorded'],
    // Thirty seconds are the threshold.
    ringsWithinMs: 60_000,
    async cause(scene) {
      const unlock = await openTransaction(
        scene.system.admin,
        'lock table app_public.scans in exclusive mode',
      );
      for (let i = 0; i < 20; i++) await scan(scene);
      return unlock;
    },
  },
  {
    fault: 'a decision of the door cannot be read',
    raises: ['FoyerCheckinsNotRecorded'],
    isQuick: true,
    async cause({ system, door }) {
      const { stream, poison } = eventKeys(door.id);
      const url = system.plan.checkinRedisUrl;
      await withRedis(url, (redis) => redis.xadd(stream, '*', 'entry', 'not what it was'));
      return async () => {
        await withRedis(url, (redis) => redis.del(poison));
      };
    },
  },
  {
    fault: 'a forgotten transaction keeps the record from being sealed',
    raises: ['FoyerAuditNotSealed'],
    // Sealed once a minute.
    restsWithinMs: 90_000,
    async cause({ system, event }) {
      const end = await openTransaction(system.admin, 'select pg_current_xact_id()');
      dataOf(await reserve(system, event));
      const client = await system.admin.connect();
      await client.query('begin');
      await client.query('set local session_replication_role = replica');
      await client.query(
        `update app_public.audit_logs set created_at = created_at - interval '20 minutes'
         where xact >= coalesce((select until_xact from app_private.audit_seals order by id desc limit 1), '0')`,
      );
      await client.query('commit');
      client.release();
      return end;
    },
  },
];
