import { randomUUID } from 'node:crypto';
import {
  insertEvent,
  insertOrganization,
  type TestEvent,
  until,
  waitsForLock,
} from '@foyer/testing';
import { type Answer, dataOf, graphql, type Held, insist, reserve } from '../support/buyer.ts';
import { checkInvariants } from '../support/invariants.ts';
import { serves, useSystem } from '../support/system.ts';

/**
 * Reservations that arrive together share one call of the database. What happens to one of them, or to the
 * process that gathered them, must not happen to the others.
 */
const system = useSystem({ services: ['api', 'worker', 'inbox'] });

let orgId: string;
beforeAll(async () => {
  orgId = (await insertOrganization(system().admin)).id;
});
const newEvent = () => insertEvent(system().admin, { orgId, quotas: { event: 1_000 } });

const countsOf = async (event: TestEvent) =>
  (
    await system().admin.query<{ held: number; registrations: number }>(
      `select held_count as held, (select count(*)::int from app_public.registrations where event_id = $1) as registrations
       from app_public.quotas where event_id = $1`,
      [event.id],
    )
  ).rows[0];

/** Holds up every reservation of the event, so that those that come meanwhile gather. */
async function holdUp(event: TestEvent): Promise<{ letGo: () => Promise<void> }> {
  const client = await system().admin.connect();
  await client.query('begin');
  await client.query('select from app_public.quotas where event_id = $1 for update', [event.id]);
  return {
    async letGo() {
      await client.query('commit');
      client.release();
    },
  };
}
const isHeldUp = () => until(() => waitsForLock(system().admin, 'reserve_batch'));

test('one that breaks its batch fails alone, also where another batch is sent behind it', async () => {
  const event = await newEvent();
  const { admin } = system();
  // What no check of ours foresees: here, whoever wants mail in German.
  await admin.query(
    `create function app_private.break_on_german() returns trigger language plpgsql as
       $$ begin if new.locale = 'de' then raise exception 'poison'; end if; return new; end $$`,
  );
  await admin.query(
    `create trigger break_on_german before insert on app_public.registrations
       for each row execute function app_private.break_on_german()`,
  );
  const { letGo } = await holdUp(event);
  const first = reserve(system(), event);
  await isHeldUp();
  const all = Array.from({ length: 60 }, (_, i) =>
    graphql<unknown>(
      system(),
      'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId } }',
      {
        input: {
          eventId: event.id,
          lines: [{ ticketTypeId: event.ticketTypes.Standard, quantity: 1 }],
          idempotencyKey: randomUUID(),
          locale: i === 17 || i === 41 ? 'de' : 'en',
        },
      },
    ),
  );
  // All sixty have been read by the API before the first batch is let go.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await letGo();
  expect((await first).outcome).toBe('data');
  const answers = await Promise.all(all);
  const failed = answers.flatMap((answer, i) => (answer.outcome === 'data' ? [] : [{ i, answer }]));
  expect(failed.map(({ i }) => i)).toEqual([17, 41]);
  for (const { answer } of failed) expect(answer).toMatchObject({ code: 'INTERNAL' });
  await admin.query('drop trigger break_on_german on app_public.registrations');
  await admin.query('drop function app_private.break_on_german');
  expect(await countsOf(event)).toEqual({ held: 59, registrations: 59 });
});

test('buyers who went away meanwhile count once, and get their order when they come back', async () => {
  const event = await newEvent();
  const keys = Array.from({ length: 20 }, () => randomUUID());
  const { letGo } = await holdUp(event);
  const gone = await Promise.all(
    keys.map((key) => reserve(system(), event, { key, timeoutMs: 500 })),
  );
  expect(new Set(gone.map(({ outcome }) => outcome))).toEqual(new Set(['none']));
  await letGo();
  const back = await Promise.all(
    keys.map((key) => insist(() => reserve(system(), event, { key }))),
  );
  expect(new Set(back.map((answer) => dataOf(answer as Answer<Held>).registrationId)).size).toBe(
    20,
  );
  expect(await countsOf(event)).toEqual({ held: 20, registrations: 20 });
});

test('a process that dies with two batches under way: each key gives one order', async () => {
  const event = await newEvent();
  const keys = Array.from({ length: 80 }, () => randomUUID());
  const { letGo } = await holdUp(event);
  const lost = Promise.all(keys.map((key) => reserve(system(), event, { key })));
  await isHeldUp();
  // The rest has been read by the API, and was sent behind those.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await system().supervisor.kill('api');
  expect(new Set((await lost).map(({ outcome }) => outcome))).toEqual(new Set(['none']));
  // The dead process's statement still waits in the database, and is carried out now, with nobody to tell.
  await letGo();
  await until(async () => ((await countsOf(event))?.registrations ?? 0) > 0);
  await system().supervisor.revive('api');
  await serves(system(), 'api');
  const again = await Promise.all(
    keys.map((key) => insist(() => reserve(system(), event, { key }))),
  );
  const held = again.map((answer) => dataOf(answer as Answer<Held>));
  expect(new Set(held.map(({ registrationId }) => registrationId)).size).toBe(80);
  expect(held.some(({ isReplay }) => isReplay)).toBe(true);
  expect(await countsOf(event)).toEqual({ held: 80, registrations: 80 });
  expect(
    await checkInvariants(system(), {
      acknowledged: held.map(({ registrationId }) => registrationId),
    }),
  ).toEqual([]);
});
