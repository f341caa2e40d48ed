import { createHash, randomUUID } from 'node:crypto';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withClaims } from '@foyer/db';
import { insertUser, type TestEvent, until } from '@foyer/testing';
import { jobsByName } from '../../apps/worker/src/jobs/index.ts';
import {
  confirmFree,
  dataOf,
  type Held,
  nameAttendees,
  pay,
  release,
  reserve,
  sandbox,
  startPayment,
} from '../support/buyer.ts';
import { mailsTo } from '../support/inbox.ts';
import { checkInvariants } from '../support/invariants.ts';
import { isLong, longMs } from '../support/long.ts';
import { openSale } from '../support/sale.ts';
import { seeded } from '../support/seed.ts';
import { killAt, useSystem } from '../support/system.ts';

const system = useSystem({
  services: ['api', 'worker', 'sandbox', 'inbox'],
  // As in production, only sooner: a job belongs to a dead worker for half a minute there.
  variables: { worker: { WORKER_TAKEOVER_SECONDS: '3' } },
});

let free: TestEvent;
let paid: TestEvent;
beforeAll(async () => {
  free = await openSale(system());
  paid = await openSale(system(), { ticketTypes: [{ priceMinor: 2500 }] });
});

/** Something that makes the job run, and what must be true once it has: each gives addresses to look at. */
const causes: Record<
  string,
  () => Promise<{ mails: Record<string, number>; check?: () => Promise<void> }>
> = {
  'issue-confirmation': async () => {
    const { email } = await confirmed();
    return { mails: { [email]: 1 } };
  },
  'render-ticket-pdf': async () => {
    const { held, email } = await confirmed();
    // Its mail has gone too, or it would print what is not there by itself.
    await told(email);
    const file = await pdfOf(held);
    const before = hashOf(file);
    rmSync(file);
    await system().admin.query('select app_private.request_ticket_pdf($1)', [held.registrationId]);
    return {
      mails: { [email]: 1 },
      check: async () => expect(hashOf(await pdfOf(held))).toBe(before),
    };
  },
  'send-ticket-links': async () => {
    const { email } = await confirmed();
    await ask('/graphql', {
      query:
        'mutation($input: RequestTicketLinksInput!) { requestTicketLinks(input: $input) { result } }',
      variables: { input: { email } },
    });
    return { mails: { [email]: 2 } };
  },
  'cancel-payment': async () => {
    const { held } = await atPaymentPage();
    dataOf(await release(system(), held));
    return {
      mails: {},
      check: async () => expect(await paymentOf(held)).toMatchObject({ status: 'cancelled' }),
    };
  },
  'execute-refund': paidTooLate,
  'notify-late-payment': paidTooLate,
  'notify-event-cancelled': calledOff,
  'tell-of-cancellation': calledOff,
  'notify-endpoint-off': endpointOff,
  'notify-ticket-transferred': handedOver,
  'tell-of-transfer': handedOver,
  'resend-ticket': async () => {
    const { as, held, email, holder } = await inOtherHands();
    await as('select app_public.resend_confirmation($1)', [held.registrationId]);
    return { mails: { [email]: 2, [holder]: 2 } };
  },
  'tell-holder-of-cancellation': async () => {
    const { as, event, email, holder } = await inOtherHands();
    await as(`select app_public.cancel_event($1, 'The hall is closed.')`, [event.id]);
    return { mails: { [email]: 3, [holder]: 2 } };
  },
  'notify-tickets-cancelled': async () => {
    const { as, held, email, ticketId } = await bought();
    await as('select app_public.cancel_tickets($1, $2)', [held.registrationId, [ticketId]]);
    return { mails: { [email]: 2 } };
  },
  'tell-holder-of-cancelled-ticket': async () => {
    const { as, held, email, holder, ticketId } = await inOtherHands();
    await as('select app_public.cancel_tickets($1, $2)', [held.registrationId, [ticketId]]);
    return { mails: { [email]: 3, [holder]: 2 } };
  },
  'reconcile-payment': async () => {
    const { held, page, email } = await atPaymentPage();
    await sandbox(system(), '/script', { webhooks: { drop: 1 } });
    await pay(system(), page);
    await sandbox(system(), '/script', {});
    // Old enough to be asked about.
    await system().admin.query(
      `update app_public.payments set created_at = created_at - interval '1 minute' where id = $1`,
      [page.paymentId],
    );
    return {
      mails: { [email]: 1 },
      check: async () => expect(await paymentOf(held)).toMatchObject({ status: 'succeeded' }),
    };
  },
  'send-verification': async () => {
    const email = newAddress();
    await signUp(email);
    return { mails: { [email]: 1 } };
  },
  'send-account-exists': async () => {
    const { email } = await insertUser(system().admin);
    await signUp(email);
    return { mails: { [email]: 1 } };
  },
  'send-password-reset': async () => {
    const { email } = await insertUser(system().admin);
    await ask('/auth/forgot-password', { email });
    return { mails: { [email]: 1 } };
  },
};

test('there is a case for every job that exists', () => {
  expect(Object.keys(causes).sort()).toEqual([...jobsByName.keys()].sort());
});

const quick = ['issue-confirmation', 'execute-refund'];
/** Three dead workers take so long, and what follows below. */
const [oneJobMs, othersMs] = [20_000, 40_000];
const random = seeded('which jobs');
const drawn = Object.keys(causes)
  .map((job) => ({ job, at: random.next() }))
  .toSorted((a, b) => a.at - b.at)
  .map(({ job }) => job);
const most = Math.floor((longMs - othersMs) / oneJobMs);

if (isLong && most < drawn.length)
  test.skip.each(drawn.slice(most))(
    'the worker killed at %s: another time, by another seed',
    () => {},
  );

describe.each(isLong ? drawn.slice(0, most) : quick)('the worker killed at %s', (job) => {
  // Three dead workers in all; BullMQ gives a job up after the second unless it is told otherwise.
  const isTwice = isLong;
  test(`${isTwice ? 'twice' : 'once'} before and once after it is done: it has its effect once`, async () => {
    const points = isTwice
      ? [`job.before.${job}`, `job.before.${job}`, `job.after.${job}`]
      : [`job.before.${job}`, `job.after.${job}`];
    let point = killWorkerAt(points[0] ?? '');
    const { mails, check } = await (causes[job] as () => ReturnType<typeof paidTooLate>)();
    for (const next of points.slice(1)) {
      await point.struck();
      point = killWorkerAt(next);
    }
    await point.struck();
    expect(await checkInvariants(system())).toEqual([]);
    const addresses = Object.entries(mails);
    for (const [address, count] of addresses) {
      const received = await mailsTo(system(), address);
      expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(count);
      // The worker may die while it hands over somebody else's: that copy nobody can prevent (below).
      if (addresses.length > 1) continue;
      expect(received.map(({ subject }) => subject)).toHaveLength(count);
    }
    await check?.();
  });
});

describe('the worker killed between two systems that do not know of each other', () => {
  test('before a mail is handed over: it is sent, once', async () => {
    const point = killWorkerAt('delivery.after-claim');
    const { email } = await confirmed();
    await point.struck();
    expect(await checkInvariants(system())).toEqual([]);
    expect(await mailsTo(system(), email)).toHaveLength(1);
  });

  test('after the server took a mail: the copy that nobody can prevent is known by its id', async () => {
    const point = killWorkerAt('delivery.after-send');
    const { email } = await confirmed();
    await point.struck();
    expect(await checkInvariants(system())).toEqual([]);
    const received = await mailsTo(system(), email);
    expect(received.length).toBeLessThanOrEqual(2);
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(1);
  });

  test('after the provider refunded: the money went back once', async () => {
    const point = killWorkerAt('refund.after-provider');
    // Nobody tells us of the refund either: whoever takes over knows only that it was to be made.
    const { check } = await paidTooLate({ drop: 1, types: ['refund.created', 'charge.refunded'] });
    await point.struck();
    expect(await checkInvariants(system())).toEqual([]);
    await check();
    const { rows } = await system().admin.query<{ times: number }>(
      'select attempt_count as times from app_public.refunds order by created_at desc limit 1',
    );
    expect(rows[0]?.times).toBeGreaterThanOrEqual(2);
    await sandbox(system(), '/script', {});
  });

  test.each(['relay.after-claim', 'relay.after-enqueue'])(
    'at %s: what was in the outbox has its effect once',
    async (at) => {
      const point = killWorkerAt(at);
      const { email } = await confirmed();
      await point.struck();
      expect(await checkInvariants(system())).toEqual([]);
      expect(await mailsTo(system(), email)).toHaveLength(1);
    },
  );
});

const newAddress = () => `${randomUUID().slice(0, 12)}@example.org`;

async function confirmed(event = free): Promise<{ held: Held; email: string }> {
  const email = newAddress();
  const held = dataOf(await reserve(system(), event));
  await nameAttendees(system(), event, held, { email });
  dataOf(await confirmFree(system(), held));
  return { held, email };
}

async function atPaymentPage(event = paid) {
  const email = newAddress();
  const held = dataOf(await reserve(system(), event));
  await nameAttendees(system(), event, held, { email });
  return { held, email, page: dataOf(await startPayment(system(), held)) };
}

/** The money comes, nobody tells us, the hold runs out, and somebody else has the ticket. */
async function paidTooLate(webhooksOfRefund?: { drop: number; types: string[] }) {
  const event = await openSale(system(), {
    quotas: { event: 1 },
    ticketTypes: [{ priceMinor: 2500 }],
  });
  const { held, email, page } = await atPaymentPage(event);
  await sandbox(system(), '/script', { webhooks: { drop: 1 } });
  expect(await pay(system(), page)).toMatchObject({ outcome: 'succeeded' });
  await sandbox(system(), '/script', webhooksOfRefund ? { webhooks: webhooksOfRefund } : {});
  await system().admin.query(
    `update app_public.registrations set expires_at = clock_timestamp() where id = $1`,
    [held.registrationId],
  );
  dataOf(await reserve(system(), event));
  return {
    mails: { [email]: 1 },
    check: async () => {
      const { rows } = await system().admin.query(
        'select status, amount_minor as amount, reason from app_public.refunds where registration_id = $1',
        [held.registrationId],
      );
      expect(rows).toEqual([{ status: 'succeeded', amount: 2500, reason: 'paid_after_expiry' }]);
    },
  };
}

/** An event on sale, and its owner. */
async function ownedSale() {
  const owner = await insertUser(system().admin);
  const event = await openSale(system());
  await system().admin.query(
    `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'owner')`,
    [event.orgId, owner.id],
  );
  const as = (sql: string, values: unknown[]) =>
    withClaims(system().admin, { userId: owner.id }, (client) => client.query(sql, values));
  return { event, as };
}

// Who has not been told of their tickets yet is only told what became of them.
const told = (email: string) => until(async () => (await mailsTo(system(), email)).length);

async function calledOff() {
  const { event, as } = await ownedSale();
  const guests = [await confirmed(event), await confirmed(event)];
  for (const { email } of guests) await told(email);
  await as(`select app_public.cancel_event($1, 'The hall is closed.')`, [event.id]);
  return { mails: Object.fromEntries(guests.map(({ email }) => [email, 2])) };
}

async function bought() {
  const sale = await ownedSale();
  const { held, email } = await confirmed(sale.event);
  await told(email);
  const { rows } = await system().admin.query<{ id: string }>(
    'select id from app_public.tickets where registration_id = $1',
    [held.registrationId],
  );
  return { ...sale, held, email, ticketId: rows[0]?.id };
}

/** The buyer is told that it was given away, who has it now is mailed it. */
async function handedOver() {
  const order = await bought();
  const holder = newAddress();
  await order.as(`select app_public.transfer_ticket($1, 'Who has it', $2)`, [
    order.ticketId,
    holder,
  ]);
  return { ...order, holder, mails: { [order.email]: 2, [holder]: 1 } };
}

async function endpointOff() {
  const owner = await insertUser(system().admin);
  const { orgId } = await openSale(system());
  await system().admin.query(
    `with member as (
       insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'owner')),
     endpoint as (
       insert into app_public.webhook_endpoints (org_id, name, url, topics)
       values ($1, 'CRM', 'https://crm.example', '{endpoint_tested}') returning id)
     select id from endpoint`,
    [orgId, owner.id],
  );
  await system().admin.query(
    `select app_private.disable_webhook_endpoint(id, 'gone') from app_public.webhook_endpoints where org_id = $1`,
    [orgId],
  );
  return { mails: { [owner.email]: 1 } };
}

async function inOtherHands() {
  const order = await handedOver();
  await told(order.holder);
  return order;
}

async function ask(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${system().plan.publicUrls.api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(`${path}: ${text}`);
}

const signUp = (email: string) =>
  ask('/auth/sign-up', { email, password: 'rather-unguessable-7', name: 'Ada', locale: 'en' });

/**
 * Kills the worker at the point. Whatever it dies at, it may have been sending a mail or publishing the
 * outbox as well: its claim lasts a minute (75 s until the job looks again), its lease half a minute.
 * Both end at once here; how long they last is not what these tests ask.
 */
function killWorkerAt(name: string) {
  const pid = system().supervisor.pidOf('worker');
  const point = killAt(system(), 'worker', name);
  return {
    async struck(): Promise<void> {
      await point.struck();
      // Until it is gone, a question of it that is on its way may still claim something.
      const isAnother = (now: number | undefined) => now !== undefined && now !== pid;
      await until(() => isAnother(system().supervisor.pidOf('worker')), { what: 'its successor' });
      await system().admin.query(
        `with claims as (
           update app_private.deliveries set claimed_at = claimed_at - interval '2 minutes' where delivered_at is null)
         update app_private.outbox set leased_until = clock_timestamp() where published_at is null`,
      );
    },
  };
}

async function paymentOf(held: Held) {
  const { rows } = await system().admin.query(
    'select status from app_public.payments where registration_id = $1',
    [held.registrationId],
  );
  return rows[0];
}

/** Where the PDF is in storage, once it is printed. */
async function pdfOf({ registrationId }: Held): Promise<string> {
  const { rows } = await system().admin.query<{ key: string }>(
    'select app_private.ticket_pdf_key($1) as key',
    [registrationId],
  );
  const dir = system().plan.storageDir;
  const find = () => globSync(`**/${(rows[0]?.key ?? '').split('/').at(-1)}`, { cwd: dir })[0];
  return join(dir, await until(find, { what: 'the PDF' }));
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
