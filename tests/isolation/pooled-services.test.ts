import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  confirm,
  createTestRedis,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  type TestRedis,
  until,
} from '@foyer/testing';
import pg from 'pg';
import { openDoor, type TestDevice, type TestDoor } from '../../apps/checkin/test/door.ts';
import {
  createWorkerHarness,
  secret,
  stripe,
  type WorkerHarness,
} from '../../apps/worker/test/worker-harness.ts';
import { hasPgBouncer, type PgBouncer, startPgBouncer } from '../support/isolation-pgbouncer.ts';

/**
 * The worker and the check-in service behind a PgBouncer in transaction mode with two server connections
 * for each: what they do takes many statements at once, and the next one goes over any connection.
 */
const when = hasPgBouncer ? describe : describe.skip;
const poolSize = 2;

when('behind a PgBouncer with two server connections for each', () => {
  let harness: WorkerHarness;
  let queue: TestRedis;
  let forWorker: PgBouncer;
  let forDoor: PgBouncer;
  let worker: ChildProcess;
  let door: TestDoor;
  beforeAll(async () => {
    harness = await createWorkerHarness();
    queue = await createTestRedis('queue', { isBullMq: true });
    forWorker = await startPgBouncer(harness.urls.worker, poolSize);
    forDoor = await startPgBouncer(harness.urls.checkin, poolSize);
    worker = await startWorker();
    door = await openDoor({
      db: harness,
      variables: {
        CHECKIN_DATABASE_URL: forDoor.through(harness.urls.checkin),
        CHECKIN_DATABASE_IS_POOLED: true,
        CHECKIN_LISTEN_DATABASE_URL: harness.urls.checkin,
      },
    });
  });
  afterAll(async () => {
    await door?.close();
    if (worker?.exitCode === null) {
      worker.kill('SIGTERM');
      await once(worker, 'exit');
    }
    // The database cannot go while the poolers hold connections to it.
    await forWorker?.stop();
    await forDoor?.stop();
    await queue?.close();
    await harness?.close();
  });

  async function startWorker(): Promise<ChildProcess> {
    const program = join(import.meta.dirname, '../../apps/worker/test/worker-process.ts');
    const child = spawn(process.execPath, [program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        WORKER_PORT: '0',
        WORKER_DATABASE_URL: forWorker.through(harness.urls.worker),
        WORKER_DATABASE_IS_POOLED: 'true',
        WORKER_LISTEN_DATABASE_URL: harness.urls.worker,
        REDIS_URL: queue.url,
        SMTP_URL: harness.mailServer.url,
        MAIL_FROM: 'Foyer <tickets@foyer.test>',
        FOYER_SECRET: secret,
        PUBLIC_WEB_URL: 'http://127.0.0.1:9',
        PUBLIC_API_URL: 'http://127.0.0.1:9',
        STORAGE_DIR: harness.directory,
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
        STRIPE_API_BASE: 'http://127.0.0.1:9',
      },
    });
    await once(child, 'message');
    return child;
  }

  /** What the next user of a connection would find on it, asked of both connections at the same time. */
  async function leftBehind(bouncer: PgBouncer, url: string): Promise<string[]> {
    const clients = Array.from(
      { length: poolSize },
      () => new pg.Client({ connectionString: bouncer.through(url) }),
    );
    try {
      return await Promise.all(
        clients.map(async (client) => {
          await client.connect();
          await client.query('begin');
          const { rows } = await client.query<{ left: string }>(
            `select concat_ws(' ', pg_sleep(0.05)::text,
               nullif(current_user::text, session_user::text),
               (select string_agg(channel, ' ') from pg_listening_channels() channel),
               (select string_agg(name, ' ') from pg_prepared_statements where name <> ''),
               (select string_agg(objid::text, ' ') from pg_locks
                where pid = pg_backend_pid() and locktype = 'advisory')) as left`,
          );
          await client.query('commit');
          return rows[0]?.left.trim() ?? '';
        }),
      );
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  }

  const connectionsOf = async (name: string): Promise<string[]> => {
    const { rows } = await harness.pools.admin.query<{ name: string }>(
      `select application_name as name from pg_stat_activity
       where datname = current_database() and usename = $1 and application_name not like 'test-%'`,
      [name],
    );
    return rows.map((row) => row.name).sort();
  };

  test('the worker sends every mail once, many orders at a time', async () => {
    const { admin } = harness.pools;
    const { id: orgId } = await insertOrganization(admin);
    const event = await insertEvent(admin, { orgId, quotas: { event: 100 } });
    const addresses = Array.from({ length: 25 }, (_, i) => `buyer-${i}@example.org`);
    await Promise.all(
      addresses.map(async (email) => {
        const { registrationId } = await reserve(admin, reservationRequest(event));
        await confirm(admin, registrationId, { email });
      }),
    );
    await until(
      async () => {
        const { rows } = await admin.query<{ waiting: number }>(
          `select (select count(*) from app_private.outbox where published_at is null)
             + (select count(*) from app_private.deliveries where delivered_at is null) as waiting`,
        );
        return rows[0]?.waiting === 0 && harness.mailServer.received.length >= addresses.length;
      },
      { what: 'every mail to be sent' },
    );
    expect(harness.mailServer.received.flatMap(({ to }) => to).sort()).toEqual(addresses.sort());
    const connections = await connectionsOf('foyer_worker');
    expect(connections.filter((name) => name === 'foyer-worker-listen')).toHaveLength(1);
    expect(connections.length).toBeLessThanOrEqual(poolSize + 1);
    expect(await leftBehind(forWorker, harness.urls.worker)).toEqual(['', '']);
  });

  test('two servers of the door admit everybody once, hear of a cancellation, and outlive a lost Redis', async () => {
    const other = await door.startServer();
    const urls = [door.url, other.url];
    const event = await door.openEvent();
    const tickets = await door.issue(event, 60);
    const devices = await Promise.all(Array.from({ length: 6 }, () => door.pair(event)));
    const scanAt = (nth: number, token = '') =>
      door.verdictOf(devices[nth % devices.length] as TestDevice, token, urls[nth % urls.length]);
    const admitted = tickets.slice(0, 50);
    const first = await Promise.all(admitted.map(({ token }, i) => scanAt(i, token)));
    expect(new Set(first)).toEqual(new Set(['accepted']));
    await door.redis?.flushdb();
    const second = await Promise.all(admitted.map(({ token }, i) => scanAt(i + 1, token)));
    expect(new Set(second)).toEqual(new Set(['already_used']));

    const counts = async () =>
      (
        await harness.pools.admin.query(
          `select
             (select count(*)::int from app_public.scans where event_id = $1 and verdict = 'already_used') as refused,
             (select count(*)::int from app_public.scans where event_id = $1 and is_conflict) as conflicts,
             (select count(distinct ticket_id)::int from app_public.check_ins where event_id = $1) as admitted`,
          [event.id],
        )
      ).rows[0];
    await until(async () => (await counts()).refused === 50);
    expect(await counts()).toEqual({ refused: 50, conflicts: 0, admitted: 50 });

    await door.asUser(door.user.id, `select app_public.cancel_event($1, 'Storm.')`, [event.id]);
    await until(async () => (await scanAt(0, tickets[55]?.token)) === 'voided');
    const connections = await connectionsOf('foyer_checkin');
    expect(connections.filter((name) => name === 'foyer-checkin-listen')).toHaveLength(2);
    expect(connections.length).toBeLessThanOrEqual(poolSize + 2);
    expect(await leftBehind(forDoor, harness.urls.checkin)).toEqual(['', '']);
  });

  test('what a session keeps would have been seen', async () => {
    const careless = new pg.Client({ connectionString: forDoor.through(harness.urls.checkin) });
    await careless.connect();
    await careless.query('listen foyer_tickets');
    await careless.query('select pg_advisory_lock_shared(1, 7)');
    await careless.end();
    const left = (await leftBehind(forDoor, harness.urls.checkin)).join(' ');
    expect(left).toContain('foyer_tickets');
    expect(left).toContain('7');
  });
});
