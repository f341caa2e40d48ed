import { randomUUID } from 'node:crypto';
import {
  insertEvent,
  insertOrganization,
  reservationRequest,
  type TestEvent,
  until,
} from '@foyer/testing';
import { dataOf, graphql, insist } from '../support/buyer.ts';
import { acknowledge } from '../support/invariants.ts';
import { quickOrLong } from '../support/long.ts';
import { type System, startSecondApi, useSystem } from '../support/system.ts';

// Durable, as in production: a place in line is a promise.
const system = useSystem({ services: ['api', 'worker', 'inbox'], isDurable: true });

const people = quickOrLong(120, 1_500);

async function openLine({ admin }: System): Promise<TestEvent> {
  const { id: orgId } = await insertOrganization(admin);
  const event = await insertEvent(admin, {
    orgId,
    waitingRoom: 'auto',
    quotas: { event: people * 2 },
  });
  await admin.query(
    `insert into app_public.waiting_rooms (org_id, event_id, mode, admit_per_minute, proof_of_work)
     values ($1, $2, 'always', 600, 'off')`,
    [event.orgId, event.id],
  );
  return event;
}

type Place = { place: string; number: number };
const join = async (event: TestEvent, visitorKey: string, url?: string): Promise<Place> =>
  dataOf(
    await insist(() =>
      graphql<{ joinWaitingRoom: Place }>(
        system(),
        'mutation J($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { place number } }',
        { input: { eventId: event.id, visitorKey } },
        { url },
      ),
    ),
  ).joinWaitingRoom;

type Claim = { outcome: string; admission: string | null };
const claim = async (event: TestEvent, { place }: Place): Promise<Claim> =>
  dataOf(
    await insist(() =>
      graphql<{ claimAdmission: Claim }>(
        system(),
        'mutation C($input: ClaimAdmissionInput!) { claimAdmission(input: $input) { outcome admission } }',
        { input: { eventId: event.id, place } },
      ),
    ),
  ).claimAdmission;

/** Waits for one's turn. */
const admitted = (event: TestEvent, place: Place): Promise<string> =>
  until(async () => (await claim(event, place)).admission);

const order = (event: TestEvent, admission: string | null) => {
  const { eventId, lines, idempotencyKey } = reservationRequest(event);
  return graphql<{ reserveTickets: { registrationId: string } }>(
    system(),
    'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId } }',
    { input: { eventId, lines, idempotencyKey, admission } },
  );
};

test('a line outlives every process: places, order and admissions are what they were', async () => {
  const { supervisor, admin } = system();
  const event = await openLine(system());
  const visitors = Array.from({ length: people }, () => randomUUID());
  const before = await Promise.all(visitors.map((visitor) => join(event, visitor)));
  expect(before.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    visitors.map((_, i) => i + 1),
  );

  const first = before.find(({ number }) => number === 1) as Place;
  const admission = await admitted(event, first);

  await supervisor.kill('api');
  await supervisor.kill('postgres');
  await supervisor.revive('postgres');
  await supervisor.revive('api');

  const after = await Promise.all(visitors.map((visitor) => join(event, visitor)));
  expect(after).toEqual(before);
  const { reserveTickets } = dataOf(await order(event, admission));

  // It moves on by itself, and nobody is let in before their turn.
  const through = async () =>
    Number(
      (await admin.query('select admitted_through from app_private.waiting_lines')).rows[0]
        .admitted_through,
    );
  const reached = await through();
  const next = before.find(({ number }) => number === Math.min(reached + 5, people)) as Place;
  expect(await admitted(event, next)).toBeTruthy();
  const last = before.find(({ number }) => number === people) as Place;
  const { outcome } = await claim(event, last);
  if ((await through()) < people) expect(outcome).toBe('waiting');
  acknowledge([reserveTickets.registrationId]);
});

test('two processes keep one line: no number twice, no gap, one place per person', async () => {
  const event = await openLine(system());
  const { url } = await startSecondApi(system());
  const visitors = Array.from({ length: people }, () => randomUUID());
  // Everybody joins at both at once: two tabs that reach different servers.
  const [here, there] = await Promise.all([
    Promise.all(visitors.map((visitor) => join(event, visitor))),
    Promise.all(visitors.map((visitor) => join(event, visitor, url))),
  ]);
  expect(there).toEqual(here);
  expect(here.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    visitors.map((_, i) => i + 1),
  );
});
