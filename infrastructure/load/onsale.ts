/**
 * Reservations per second through the whole front (HTTP, access token, GraphQL, batching, row-level
 * security, idempotency, audit) at 64 clients, over what PostgreSQL does when a single row is updated in
 * a loop: `update … set sold = sold + 1 where sold < capacity`, at the number of connections that suits it
 * best. Same server, same settings, in turn, medians. Void when the baselines drift by more than 15 %.
 *
 * `npm run bench:onsale -- [--seconds 5] [--rounds 3] [--slow-commit]`; --slow-commit simulates the 2 ms
 * flush of a disk in a cloud. Client, API and database share the machine.
 */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { migrate } from '@foyer/db';
import { insertEvent, insertOrganization, insertUser } from '@foyer/testing';
import pg from 'pg';
import { createAccessTokens } from '../../apps/api/src/auth/access-tokens.ts';
import { nodeBinary, rootDir } from '../../scripts/launcher/paths.ts';
import { freePort } from '../../scripts/launcher/ports.ts';
import { preparePostgres } from '../../scripts/launcher/postgres.ts';
import { prepareRedis } from '../../scripts/launcher/redis.ts';
import { findRedis } from '../../scripts/launcher/redis-binary.ts';
import { throwawayRun } from '../../scripts/launcher/throwaway-run.ts';
import { type LoadResult, loadHttp } from './support/http-load.ts';
import { pgbench, pgbenchVersion } from './support/pgbench.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    'slow-commit': { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const goal = 1.0;
const clients = 64;
const password = 'bench-of-one-run';

const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

await throwawayRun((run) =>
  run.supervise('bench', async (supervisor, stateDir) => {
    const postgres = preparePostgres({ stateDir, port: await freePort(), password });
    const server = await findRedis(console.log);
    const redis = prepareRedis({
      stateDir,
      password,
      server,
      isThrowaway: true,
      name: 'redis-queue',
      port: await freePort(),
    });
    await Promise.all([supervisor.start(postgres.spec), supervisor.start(redis.spec)]);
    await migrate(postgres.adminUrl, { passwords: { foyer_authenticator: password } });
    const admin = new pg.Pool({ connectionString: postgres.adminUrl, max: 2 });
    if (values['slow-commit']) {
      await admin.query('alter system set commit_delay = 2000');
      await admin.query('alter system set commit_siblings = 0');
      await admin.query('select pg_reload_conf()');
    }

    const user = await insertUser(admin);
    const { id: orgId } = await insertOrganization(admin);
    const event = await insertEvent(admin, { orgId, quotas: { event: 10_000_000 } });
    await admin.query('create table bench_counter (id int primary key, sold int, capacity int)');
    await admin.query('insert into bench_counter values (1, 0, 2000000000)');

    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const port = await freePort();
    const apiUrl = `http://127.0.0.1:${port}`;
    const login = new URL(postgres.adminUrl);
    login.username = 'foyer_authenticator';
    login.password = password;
    await supervisor.start({
      name: 'api',
      command: nodeBinary,
      args: ['apps/api/src/server.ts'],
      cwd: rootDir,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
        HOST: '127.0.0.1',
        API_PORT: String(port),
        API_DATABASE_URL: login.href,
        REDIS_URL: redis.url,
        FOYER_SECRET: 'a-secret-for-the-length-of-one-benchmark',
        JWT_PRIVATE_KEY: privateKey,
        PUBLIC_WEB_URL: 'http://127.0.0.1:3000',
        PUBLIC_API_URL: apiUrl,
        STORAGE_DIR: stateDir,
        STRIPE_SECRET_KEY: 'sk_test_unused',
        STRIPE_WEBHOOK_SECRET: 'whsec_unused',
        API_RATE_LIMITS: 'false',
      },
      isReady: async () => (await fetch(`${apiUrl}/health/ready`)).ok,
    });

    const token = createAccessTokens({ privateKeys: privateKey, issuer: apiUrl }).sign({
      userId: user.id,
      signInId: randomUUID(),
    });
    const key = randomUUID();
    const body = JSON.stringify({
      query:
        'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId registrationToken expiresAt totalMinor currency } }',
      variables: {
        input: {
          eventId: event.id,
          lines: [{ ticketTypeId: event.ticketTypes.Standard, quantity: 1 }],
          idempotencyKey: key,
        },
      },
    });
    const [before = '', after = ''] = [
      `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    ].flatMap((text) => text.split(key));
    const acknowledged = new Set<string>();
    const reserve = (forSeconds: number): Promise<LoadResult> =>
      loadHttp({
        host: '127.0.0.1',
        port,
        clients,
        seconds: forSeconds,
        request: () => Buffer.from(before + randomUUID() + after),
        isGood: (answer) => answer.includes('"registrationId"'),
        onGood: (answer) =>
          acknowledged.add(
            answer.slice(
              answer.indexOf('"registrationId"') + 18,
              answer.indexOf('"registrationId"') + 54,
            ),
          ),
      });
    const baseline = (count: number, forSeconds: number) =>
      pgbench({
        databaseUrl: postgres.adminUrl,
        clients: count,
        seconds: forSeconds,
        dir: stateDir,
        script: 'update bench_counter set sold = sold + 1 where id = 1 and sold < capacity;\n',
      });

    const settings = await admin.query(
      `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'commit_delay', 'server_version')`,
    );
    console.log(
      settings.rows.map((row) => `${row.name}=${row.setting}`).join(' '),
      `node=${process.version} ${pgbenchVersion()} load=${loadavg()[0]?.toFixed(2)}`,
    );
    if (settings.rows.some((row) => row.name === 'fsync' && row.setting !== 'on'))
      throw new Error('fsync is off: these numbers would mean nothing.');

    let best = { count: 1, tps: 0 };
    for (const count of [1, 2, 3, 4, 8]) {
      const tps = await baseline(count, 2);
      if (tps > best.tps) best = { count, tps };
    }
    await reserve(3);
    const baselines: number[] = [];
    const subjects: LoadResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await admin.query('vacuum bench_counter');
      baselines.push(await baseline(best.count, seconds));
      await admin.query('vacuum app_public.quotas');
      await admin.query('checkpoint');
      subjects.push(await reserve(seconds));
    }
    baselines.push(await baseline(best.count, seconds));

    const invariants = await checkInvariants(admin, event.id, acknowledged);
    const bad = subjects.reduce((sum, { bad: count }) => sum + count, 0);
    const perSecond = median(subjects.map((s) => s.perSecond));
    const base = median(baselines);
    const drift = (Math.max(...baselines) - Math.min(...baselines)) / base;
    const ratio = perSecond / base;
    console.log(`\n                                     per second   p50 ms   p99 ms`);
    console.log(`one row, pgbench (${best.count} connections)   ${base.toFixed(0).padStart(10)}`);
    for (const s of subjects)
      console.log(
        `reservations, ${clients} clients          ${s.perSecond.toFixed(0).padStart(10)} ${s.p50.toFixed(1).padStart(8)} ${s.p99.toFixed(1).padStart(8)}`,
      );
    if (bad > 0)
      console.log(`${bad} bad answers, e.g. ${subjects.find((s) => s.firstBad)?.firstBad}`);
    console.log(
      `ratio ${ratio.toFixed(2)}, goal ${goal}; baselines differ by ${(drift * 100).toFixed(0)} %; ${invariants}\n`,
    );
    console.log(
      JSON.stringify({
        bench: 'onsale',
        ratio: Number(ratio.toFixed(3)),
        goal,
        void: drift > 0.15 || bad > 0 || invariants !== 'ok',
        invariants,
        perSecond: Math.round(perSecond),
        baselinePerSecond: Math.round(base),
        baselineDrift: Number(drift.toFixed(3)),
        p99Ms: Number(median(subjects.map((s) => s.p99)).toFixed(1)),
        slowCommit: values['slow-commit'],
      }),
    );
    await admin.end();
  }),
);

/** A number counts only if nothing that was acknowledged is missing and the counter says what the rows say. */
async function checkInvariants(
  admin: pg.Pool,
  eventId: string,
  acknowledged: Set<string>,
): Promise<string> {
  const { rows } = await admin.query(
    `select q.held_count + q.sold_count as counted,
       (select coalesce(sum(i.quantity), 0)::int from app_public.registrations r
          join app_public.registration_items i on i.registration_id = r.id
        where r.event_id = q.event_id and r.status in ('pending', 'confirmed')) as ordered,
       (select count(*)::int from app_public.registrations where event_id = q.event_id) as stored,
       (select count(*)::int from app_public.registrations r where r.event_id = q.event_id
          and not exists (select from app_public.audit_logs a where a.record_id = r.id and a.action = 'insert')) as unaudited
     from app_public.quotas q where q.event_id = $1`,
    [eventId],
  );
  const [row] = rows;
  if (row.counted !== row.ordered) return `counter ${row.counted}, rows ${row.ordered}`;
  if (row.unaudited > 0) return `${row.unaudited} registrations without an audit row`;
  const { rows: found } = await admin.query(
    'select count(*)::int as n from app_public.registrations where event_id = $1 and id = any ($2)',
    [eventId, [...acknowledged]],
  );
  if (found[0].n !== acknowledged.size)
    return `${acknowledged.size - found[0].n} acknowledged, not stored`;
  await admin.query('select app_private.seal_audit()');
  const { rows: seals } = await admin.query(
    'select bool_and(is_intact) as intact from app_private.verify_audit()',
  );
  return seals[0].intact ? 'ok' : 'the audit chain is broken';
}
