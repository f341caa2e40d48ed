import {
  createTestDatabase,
  insertEvent,
  insertOrganization,
  reservationRequest,
  reserve,
  type TestDatabase,
} from '@foyer/testing';
import type { NewJob } from './jobs/job.ts';
import { schedules } from './schedules.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

let expired = 0;

async function run(name: string): Promise<NewJob[]> {
  const jobs: NewJob[] = [];
  const schedule = schedules.find((candidate) => candidate.name === name);
  if (!schedule) throw new Error(`no schedule ${name}`);
  await schedule.run({
    pool: database.pools.worker,
    enqueue: async (added) => {
      jobs.push(...added);
    },
    onHoldsExpired: (count) => {
      expired += count;
    },
  });
  return jobs;
}

test('every schedule runs with the rights of the worker and nothing to do', async () => {
  for (const { name } of schedules) await expect(run(name)).resolves.toEqual([]);
});

test('expire-holds gives an overdue hold back, and leaves one that has time', async () => {
  const { admin } = database.pools;
  const organization = await insertOrganization(admin);
  const event = await insertEvent(admin, { orgId: organization.id });
  const overdue = await reserve(admin, reservationRequest(event));
  await reserve(admin, reservationRequest(event));
  await admin.query(
    `update app_public.registrations set expires_at = now() - interval '1 second' where id = $1`,
    [overdue.registrationId],
  );
  const before = expired;
  await run('expire-holds');
  expect(expired - before).toBe(1);
  const { rows } = await admin.query(
    'select held_count from app_public.quotas where event_id = $1',
    [event.id],
  );
  expect(rows).toEqual([{ held_count: 1 }]);
});

test('reconcile-payments asks one question per payment at a time, however many workers run it', async () => {
  const { admin } = database.pools;
  const organization = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId: organization.id,
    ticketTypes: [{ priceMinor: 100 }],
  });
  const { registrationId } = await reserve(admin, reservationRequest(event));
  await admin.query(
    `insert into app_public.payments (org_id, event_id, registration_id, provider, provider_payment_id, amount_minor, currency, status, created_at)
     values ($1, $2, $3, 'stripe', 'cs_1', 100, 'EUR', 'pending', now() - interval '5 minutes')`,
    [organization.id, event.id, registrationId],
  );
  const [first, second] = [await run('reconcile-payments'), await run('reconcile-payments')];
  expect(first).toHaveLength(1);
  expect(first[0]?.payload).toMatchObject({ providerPaymentId: 'cs_1', isAbandoned: false });
  expect(first[0]).toMatchObject({ isRepeated: true });
  expect(second[0]?.id).toBe(first[0]?.id);
});

test('reconcile-payments asks about everybody in time, however many pages stand open', async () => {
  const { admin } = database.pools;
  const organization = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId: organization.id,
    quotas: { event: 400 },
    ticketTypes: [{ priceMinor: 100 }],
  });
  for (let i = 0; i < 400; i += 1) {
    const { registrationId } = await reserve(admin, reservationRequest(event));
    await admin.query(
      `insert into app_public.payments (org_id, event_id, registration_id, provider, provider_payment_id, amount_minor, currency, status, created_at)
       values ($1, $2, $3, 'stripe', $4, 100, 'EUR', 'pending', now() - interval '1 minute')`,
      [organization.id, event.id, registrationId, `cs_of_many_${i}`],
    );
  }
  const asked = new Set<unknown>();
  for (let round = 0; round < 30 && asked.size < 400; round += 1) {
    const jobs = await run('reconcile-payments');
    expect(jobs.length).toBeLessThanOrEqual(300);
    for (const { payload } of jobs) asked.add((payload as { paymentId: string }).paymentId);
  }
  expect(asked.size).toBeGreaterThanOrEqual(400);
});

test('retry-refunds hands a refund out once, of several workers to one, and in the turns of its organization', async () => {
  const { admin } = database.pools;
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId,
    quotas: { event: 3 },
    ticketTypes: [{ priceMinor: 100 }],
  });
  const refunds: string[] = [];
  for (const providerPaymentId of ['cs_r1', 'cs_r2', 'cs_r3']) {
    const { registrationId } = await reserve(admin, reservationRequest(event));
    const { rows: payments } = await admin.query<{ id: string }>(
      `insert into app_public.payments (org_id, event_id, registration_id, provider, provider_payment_id, amount_minor, currency, status, succeeded_at)
       values ($1, $2, $3, 'stripe', $4, 100, 'EUR', 'succeeded', now()) returning id`,
      [orgId, event.id, registrationId, providerPaymentId],
    );
    const { rows } = await admin.query<{ id: string }>(
      `select app_private.queue_refund($1, 100, 'requested') as id`,
      [payments[0]?.id],
    );
    refunds.push(rows[0]?.id ?? '');
  }
  // The outbox has each of them tried at once.
  expect(await run('retry-refunds')).toEqual([]);
  await admin.query('update app_public.refunds set next_attempt_at = now() where id <> $1', [
    refunds[2],
  ]);
  const jobs = (await Promise.all([1, 2, 3].map(() => run('retry-refunds')))).flat();
  expect(jobs.map(({ id }) => id).sort()).toEqual(
    refunds
      .slice(0, 2)
      .map((id) => `refund-${id}`)
      .sort(),
  );
  for (const job of jobs)
    expect(job).toMatchObject({ lane: 'refunds', takesTurnsAs: orgId, isRepeated: true });
  expect(await run('retry-refunds')).toEqual([]);
  // Should the queue lose it.
  await admin.query(
    `update app_public.refunds set next_attempt_at = next_attempt_at - interval '10 minutes'`,
  );
  expect(await run('retry-refunds')).toHaveLength(2);
});

test('sweep-waiting-places forgets a line a month after its event, and no other', async () => {
  const { admin } = database.pools;
  const { id: orgId } = await insertOrganization(admin);
  const stoodInLine = async (daysAgo: number) => {
    const endsAt = new Date(Date.now() - daysAgo * 86_400_000);
    const startsAt = new Date(endsAt.getTime() - 3_600_000);
    const { id } = await insertEvent(admin, { orgId, startsAt, endsAt });
    await admin.query(
      `insert into app_private.waiting_places (org_id, event_id, number, visitor) values ($1, $2, 1, 'device:0')`,
      [orgId, id],
    );
    return id;
  };
  await stoodInLine(31);
  const lately = await stoodInLine(29);
  await run('sweep-waiting-places');
  const { rows } = await admin.query('select event_id from app_private.waiting_places');
  expect(rows).toEqual([{ event_id: lately }]);
});

test('sweep-outbox removes what was published hours ago, and nothing that waits', async () => {
  const { admin } = database.pools;
  await admin.query('truncate app_private.outbox');
  await admin.query(`
    insert into app_private.outbox (topic, payload, created_at, published_at) values
      ('a', '{}', now() - interval '5 hours', now() - interval '5 hours'),
      ('b', '{}', now() - interval '5 hours', now() - interval '1 hour'),
      ('c', '{}', now() - interval '5 hours', null)`);
  await run('sweep-outbox');
  const { rows } = await admin.query('select topic from app_private.outbox order by topic');
  expect(rows.map(({ topic }) => topic)).toEqual(['b', 'c']);
});
