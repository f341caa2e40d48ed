import { randomUUID } from 'node:crypto';
import {
  insertOrganization,
  insertUser,
  type SignedTicket,
  signedTickets,
  until,
} from '@foyer/testing';
import { generateEventKey, importPrivateKey, signTicket } from '@foyer/ticket-token';
import { FOYER_SECRET, openDoor, type TestDoor } from './door.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const first = <T>(list: T[]): T => {
  if (list[0] === undefined) throw new Error('empty');
  return list[0];
};

test('a ticket is admitted once; the second time says when and where the first was', async () => {
  const event = await door.openEvent();
  const { rows } = await door.db.adminPool.query<{ id: string }>(
    `insert into app_public.gates (org_id, event_id, name) values ($1, $2, 'North') returning id`,
    [event.orgId, event.id],
  );
  const ticket = first(await door.issue(event, 1, ['Zoë Ångström']));
  const device = await door.pair(event, { gateId: first(rows).id, name: 'Ann’s phone' });

  const accepted = await door.scan(device, ticket.token);
  expect(accepted.body).toMatchObject({
    verdict: 'accepted',
    ticketId: ticket.id,
    attendeeName: 'Zoë Ångström',
    ticketTypeName: 'Standard',
    code: ticket.code,
  });
  const again = await door.scan(device, ticket.token);
  expect(again.body).toMatchObject({
    verdict: 'already_used',
    attendeeName: 'Zoë Ångström',
    firstUse: { gateName: 'North', deviceName: 'Ann’s phone' },
  });
  expect(Math.abs(Date.parse(again.body.firstUse?.at ?? '') - Date.now())).toBeLessThan(60_000);
});

test('a typed code admits as well, however it is typed', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  const device = await door.pair(event);
  const typed = `${ticket.code.slice(0, 5)}-${ticket.code.slice(5)}`.toLowerCase();
  const answer = await door.scan(device, typed.replaceAll('0', 'o'), { method: 'typed' });
  expect(answer.body).toMatchObject({ verdict: 'accepted', ticketId: ticket.id });
});

test('the same scan id gets the same answer and is recorded once', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  const device = await door.pair(event);
  const scanId = randomUUID();
  const accepted = await door.scan(device, ticket.token, { scanId });
  const replayed = await door.scan(device, ticket.token, { scanId });
  expect(accepted.body.verdict).toBe('accepted');
  expect(replayed.body).toEqual({
    ...accepted.body,
    verdict: 'replayed',
    originalVerdict: 'accepted',
  });
  await until(async () => (await recordsOf(event.id)).checkIns === 1);
  expect(await recordsOf(event.id)).toEqual({ scans: 1, checkIns: 1, conflicts: 0 });
});

test('a ticket of another event is refused as such', async () => {
  const [event, other] = [await door.openEvent(), await door.openEvent()];
  const ticket = first(await door.issue(other));
  const device = await door.pair(event);
  expect((await door.scan(device, ticket.token)).body.verdict).toBe('wrong_event');
  // A typed code says nothing about its event: here it is simply not known.
  expect((await door.scan(device, ticket.code, { method: 'typed' })).body.verdict).toBe('unknown');
});

test('a forgery is refused: other key, damaged code, right secret under a wrong signature', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  const device = await door.pair(event);
  const forge = (keyId: number) =>
    signTicket(
      {
        secret: new Uint8Array(16).fill(7),
        eventId: event.id,
        validFrom: new Date(0),
        validUntil: new Date('2100-01-01'),
        version: 1,
        keyId,
      },
      importPrivateKey(generateEventKey().privateKey),
    );
  expect((await door.scan(device, forge(1))).body.verdict).toBe('forged');
  expect((await door.scan(device, forge(9))).body.verdict).toBe('forged');
  const last = ticket.token.at(-10) === 'A' ? 'B' : 'A';
  const tampered = `${ticket.token.slice(0, -10)}${last}${ticket.token.slice(-9)}`;
  expect((await door.scan(device, tampered)).body.verdict).toBe('forged');
  expect((await door.scan(device, ticket.token.slice(0, 100))).body.verdict).toBe('forged');
  expect((await door.scan(device, ticket.token)).body.verdict).toBe('accepted');
});

test('somebody else’s QR code and a code that does not exist are unknown', async () => {
  const event = await door.openEvent();
  const device = await door.pair(event);
  for (const token of ['https://example.org/menu', 'AAAAA-AAAAA', '💥💥💥💥', '0000']) {
    expect((await door.scan(device, token)).body.verdict).toBe('unknown');
  }
});

test('before the door opens and after it closes nobody is admitted', async () => {
  const hour = 3_600_000;
  const early = await door.openEvent({ startsAt: new Date(Date.now() + 48 * hour) });
  const late = await door.openEvent({
    startsAt: new Date(Date.now() - 30 * hour),
    endsAt: new Date(Date.now() - 20 * hour),
  });
  const answers = [];
  for (const event of [early, late]) {
    const ticket = first(await door.issue(event));
    answers.push((await door.scan(await door.pair(event), ticket.token)).body);
  }
  expect(answers[0]).toMatchObject({ verdict: 'not_yet_valid' });
  expect(Date.parse(answers[0]?.validFrom ?? '')).toBeGreaterThan(Date.now());
  expect(answers[1]).toMatchObject({ verdict: 'expired' });
});

test('a cancelled ticket is refused once the door has heard of it', async () => {
  const event = await door.openEvent();
  const [ticket, other] = await door.issue(event, 2);
  const device = await door.pair(event);
  expect((await door.scan(device, other?.token ?? '')).body.verdict).toBe('accepted');
  await door.db.adminPool.query(
    `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
    [ticket?.id],
  );
  await until(async () => (await door.call(device, 'GET', '/event')).body.counts.expected === 1, {
    what: 'the cancellation to arrive',
  });
  expect((await door.scan(device, ticket?.token ?? '')).body).toMatchObject({
    verdict: 'voided',
    attendeeName: 'Guest 1',
  });
});

test('a ticket issued a moment ago is admitted, even before the door has heard of it', async () => {
  const event = await door.openEvent();
  const silent = await door.startServer(false);
  const device = await door.pair(event);
  const ticket = first(await door.issue(event));
  const answer = await door.scan(device, ticket.token, { url: silent.url });
  expect(answer.body.verdict).toBe('accepted');
});

test('a ticket replaced by a newer version is void', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  await door.db.adminPool.query('update app_public.tickets set version = 2 where id = $1', [
    ticket.id,
  ]);
  const device = await door.pair(event);
  expect((await door.scan(device, ticket.token)).body.verdict).toBe('voided');
});

test('what a ticket was shown with before it was given away is void, also after a rebuild', async () => {
  const event = await door.openEvent();
  const [ticket, other] = (await door.issue(event, 2)) as [SignedTicket, SignedTicket];
  const device = await door.pair(event);
  const verdictOf = async (shown: string, method: 'scan' | 'typed' = 'scan') =>
    (await door.scan(device, shown, { method })).body.verdict;
  expect(await verdictOf('0000000000', 'typed')).toBe('unknown');
  const replaced = [ticket];
  for (const name of ['Grace', 'Ada']) {
    await door.asUser(door.user.id, 'select app_public.transfer_ticket($1, $2, $3)', [
      ticket.id,
      name,
      'next@example.org',
    ]);
    const tickets = await signedTickets(door.db.adminPool, event.id, FOYER_SECRET);
    replaced.push(tickets.find(({ id }) => id === ticket.id) as SignedTicket);
  }
  const present = replaced.pop() as SignedTicket;
  // What the door hears last: then it has heard of the transfers.
  await door.db.adminPool.query(
    `update app_public.tickets set status = 'cancelled', cancelled_at = now() where id = $1`,
    [other.id],
  );
  await until(async () => (await door.call(device, 'GET', '/event')).body.counts.expected === 1);
  expect(JSON.stringify((await door.scan(device, ticket.token)).body)).not.toContain(present.code);
  for (const { token, code } of replaced) {
    expect(await verdictOf(token)).toBe('voided');
    expect(await verdictOf(code, 'typed')).toBe('voided');
  }

  await door.redis?.flushdb();
  await until(async () => (await verdictOf(ticket.token)) === 'voided');
  for (const { token, code } of replaced) {
    expect(await verdictOf(token)).toBe('voided');
    expect(await verdictOf(code, 'typed')).toBe('voided');
  }
  expect(await verdictOf(present.token)).toBe('accepted');
  expect(await verdictOf(present.code, 'typed')).toBe('already_used');
});

test('two hundred scans of one ticket at two gates and two servers admit exactly one', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  const devices = await Promise.all([1, 2, 3, 4, 5, 6].map(() => door.pair(event)));
  const second = await door.startServer();
  const verdicts = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      door.verdictOf(
        devices[i % devices.length] ?? first(devices),
        ticket.token,
        i % 2 ? second.url : door.url,
      ),
    ),
  );
  expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
  expect(verdicts.filter((verdict) => verdict === 'already_used')).toHaveLength(199);
  await until(async () => (await recordsOf(event.id)).scans === 200);
  expect(await recordsOf(event.id)).toEqual({ scans: 200, checkIns: 1, conflicts: 0 });
  await second.close();
});

test('phones that are paired all at once at a door nobody has opened yet can scan at once', async () => {
  for (let round = 0; round < 5; round++) {
    const event = await door.openEvent();
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const device = await door.pair(event, {}, false);
        return (await door.call(device, 'GET', '/event')).status;
      }),
    );
    expect(statuses).toEqual(Array(12).fill(200));
  }
});

test('a revoked device is refused, and so is a made-up one', async () => {
  const event = await door.openEvent();
  const ticket = first(await door.issue(event));
  const device = await door.pair(event);
  expect((await door.call(device, 'GET', '/event')).status).toBe(200);
  await door.asUser(door.user.id, 'select app_public.revoke_device($1)', [device.id]);
  await until(async () => (await door.call(device, 'GET', '/event')).status === 401);
  const refused = await door.scan(device, ticket.token);
  expect(refused.status).toBe(401);
  expect(refused.body.error?.code).toBe('NOT_SIGNED_IN');

  for (const token of [`${event.id}.${'A'.repeat(43)}`, `${randomUUID()}.${'A'.repeat(43)}`, 'x']) {
    expect((await door.scan({ id: '', token }, ticket.token)).status).toBe(401);
  }
});

test('two organizations never meet: neither scans, nor guests, nor counts, nor gates', async () => {
  const stranger = await insertUser(door.db.adminPool);
  const other = await insertOrganization(door.db.adminPool, {
    members: { [stranger.id]: 'owner' },
  });
  const mine = await door.openEvent();
  const theirs = await door.openEvent({ orgId: other.id });
  const ticket = first(await door.issue(mine, 1, ['Only Mine']));
  const theirDevice = await door.pair(theirs, { userId: stranger.id, canUndo: true });
  const myDevice = await door.pair(mine);
  const { rows } = await door.db.adminPool.query<{ id: string }>(
    `insert into app_public.gates (org_id, event_id, name) values ($1, $2, 'Mine') returning id`,
    [mine.orgId, mine.id],
  );

  expect((await door.scan(theirDevice, ticket.token)).body).not.toHaveProperty('attendeeName');
  expect((await door.scan(theirDevice, ticket.code)).body.verdict).toBe('unknown');
  expect((await door.call(theirDevice, 'GET', '/guests?query=Only')).body.guests).toEqual([]);
  expect((await door.call(myDevice, 'GET', '/guests?query=Only')).body.guests).toHaveLength(1);
  const foreignGate = await door.scan(theirDevice, ticket.token, { gateId: first(rows).id });
  expect(foreignGate).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } });

  const scanId = randomUUID();
  expect((await door.scan(myDevice, ticket.token, { scanId })).body.verdict).toBe('accepted');
  expect((await door.call(theirDevice, 'POST', `/scans/${scanId}/undo`)).status).toBe(409);
  expect((await door.scan(myDevice, ticket.token)).body.verdict).toBe('already_used');

  // A device of theirs cannot be turned to my event by naming it in the token.
  const turned = { id: '', token: `${mine.id}.${theirDevice.token.split('.')[1]}` };
  expect((await door.scan(turned, ticket.token)).status).toBe(401);
  await expect(
    door.asUser(stranger.id, 'select app_public.create_device_pairing($1, $2)', [mine.id, 'x']),
  ).rejects.toMatchObject({ code: 'FY006' });
  await expect(
    door.asUser(stranger.id, 'select app_public.revoke_device($1)', [myDevice.id]),
  ).rejects.toMatchObject({ code: 'FY006' });
});

async function recordsOf(
  eventId: string,
): Promise<{ scans: number; checkIns: number; conflicts: number }> {
  const { rows } = await door.db.adminPool.query(
    `select
       (select count(*)::int from app_public.scans where event_id = $1) as scans,
       (select count(*)::int from app_public.scans where event_id = $1 and is_conflict) as conflicts,
       (select count(*)::int from app_public.check_ins where event_id = $1 and undone_at is null) as "checkIns"`,
    [eventId],
  );
  return rows[0];
}
