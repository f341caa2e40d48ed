import { randomUUID } from 'node:crypto';
import { createLogger } from '@foyer/runtime';
import {
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  type TestEvent,
  until,
  waitsForLock,
} from '@foyer/testing';
import { io, type Socket } from 'socket.io-client';
import { createDemand } from '../../src/on-sale/demand.ts';
import { startTestApi, type TestApi } from '../support.ts';

let api: TestApi;
let orgId: string;
let admin: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  api = await startTestApi();
  admin = (await insertUser(api.db.adminPool)).id;
  orgId = (await insertOrganization(api.db.adminPool, { members: { [admin]: 'admin' } })).id;
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await api.close();
});

// biome-ignore lint/suspicious/noExplicitAny: each query has an answer of its own
type Answer = { data: any; errors?: { extensions: { code: string; challenge?: string } }[] };
const ask = async (query: string, input: unknown, headers = {}): Promise<Answer> =>
  (await (await api.post('/graphql', { query, variables: { input } }, headers)).json()) as Answer;

const join = (
  event: TestEvent,
  visitorKey = randomUUID(),
  { proof, ...headers }: { proof?: string; authorization?: string } = {},
) =>
  ask(
    'mutation J($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { isNeeded place number } }',
    { eventId: event.id, visitorKey, proof },
    headers,
  );
const claim = (event: TestEvent, place: string) =>
  ask(
    'mutation C($input: ClaimAdmissionInput!) { claimAdmission(input: $input) { outcome number admission until } }',
    { eventId: event.id, place },
  );
const reserve = (event: TestEvent, more: Record<string, unknown> = {}) => {
  const { eventId, lines, idempotencyKey } = reservationRequest(event);
  return ask(
    'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId isReplay } }',
    { eventId, lines, idempotencyKey, ...more },
  );
};
const saveRoom = (event: TestEvent, settings: Record<string, unknown>) =>
  ask(
    'mutation S($input: SaveWaitingRoomInput!) { saveWaitingRoom(input: $input) { result { mode admitPerMinute } } }',
    { eventId: event.id, ...settings },
    api.bearer(admin),
  );
const codeOf = (answer: Answer) => answer.errors?.[0]?.extensions.code;

test('an organizer opens a line; people join, are told, are let in, and order', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  expect(await join(event)).toMatchObject({
    data: { joinWaitingRoom: { isNeeded: false, place: null, number: null } },
  });
  expect(
    await saveRoom(event, { mode: 'always', admitPerMinute: 60, proofOfWork: 'off' }),
  ).toMatchObject({
    data: { saveWaitingRoom: { result: { mode: 'always', admitPerMinute: 60 } } },
  });
  expect(codeOf(await reserve(event))).toBe('WAITING_ROOM');

  const socket = io(api.url, { path: '/live', forceNew: true, transports: ['websocket'] });
  sockets.push(socket);
  const told: { lastNumber: number; admittedThrough: number }[] = [];
  socket.on('waiting-room', (message) => told.push(message));
  await socket.emitWithAck('watch:waiting-room', { eventId: event.id });

  const crowd = await Promise.all(Array.from({ length: 30 }, () => join(event)));
  const numbers = crowd.map(({ data }) => data.joinWaitingRoom.number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  const last = crowd[numbers.indexOf(30)]?.data.joinWaitingRoom;
  expect(await claim(event, last.place)).toMatchObject({
    data: { claimAdmission: { outcome: 'waiting', number: 30, admission: null } },
  });

  const first = crowd[numbers.indexOf(1)]?.data.joinWaitingRoom;
  // One message is for everybody; it tells each their turn.
  await until(() => told.some(({ admittedThrough }) => admittedThrough >= 1));
  const { data } = await claim(event, first.place);
  expect(data.claimAdmission.outcome).toBe('admitted');
  const { admission } = data.claimAdmission;
  expect((await reserve(event, { admission })).data.reserveTickets.isReplay).toBe(false);
  expect(codeOf(await reserve(event, { admission }))).toBe('ADMISSION_USED');
  expect(codeOf(await claim(event, randomUUID()))).toBe('NOT_FOUND');
});

test('who signs in while waiting keeps the place they had', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'always', admitPerMinute: 1, proofOfWork: 'off' });
  const visitorKey = randomUUID();
  const asGuest = await join(event, visitorKey);
  const behind = await join(event);
  const buyer = await insertUser(api.db.adminPool);
  expect(await join(event, visitorKey, api.bearer(buyer.id))).toEqual(asGuest);
  expect(await join(event, visitorKey)).toEqual(asGuest);
  expect(await join(event, randomUUID(), api.bearer(buyer.id))).toEqual(asGuest);
  expect(behind.data.joinWaitingRoom.number).toBe(2);
  expect((await join(event)).data.joinWaitingRoom.number).toBe(3);
});

test('what everybody may know of the line is on the event, its settings are not', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'always' });
  const line = `query { event(id: "${event.id}") { waitingLine { isOpen stock lastNumber admitPerMinute } } }`;
  expect(await ask(line, undefined)).toMatchObject({
    data: {
      event: {
        waitingLine: { isOpen: true, stock: 'on_sale', lastNumber: '0', admitPerMinute: 3000 },
      },
    },
  });
  const settings = `query { event(id: "${event.id}") { waitingRoom { mode } } }`;
  const stranger = await insertUser(api.db.adminPool);
  expect(codeOf(await ask(settings, undefined))).toBe('FORBIDDEN');
  expect(
    (await ask(settings, undefined, api.bearer(stranger.id))).data.event.waitingRoom,
  ).toBeNull();
  expect(await ask(settings, undefined, api.bearer(admin))).toMatchObject({
    data: { event: { waitingRoom: { mode: 'always' } } },
  });
});

test('where it is always asked for, an order comes with a proof of work', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'off', proofOfWork: 'always' });
  const idempotencyKey = randomUUID();
  const refused = await reserve(event, { idempotencyKey });
  expect(codeOf(refused)).toBe('PROOF_REQUIRED');
  const challenge = refused.errors?.[0]?.extensions.challenge ?? '';
  const proof = await solve(challenge);
  expect(codeOf(await reserve(event, { proof }))).toBe('PROOF_REQUIRED');
  expect((await reserve(event, { idempotencyKey, proof })).data.reserveTickets.isReplay).toBe(
    false,
  );
  expect((await reserve(event, { idempotencyKey, proof })).data.reserveTickets.isReplay).toBe(true);
});

test('an admission stands for a proof, one that was made up does not', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'always', proofOfWork: 'always' });
  const madeUp = `${randomUUID()}.9999999999.${'0'.repeat(64)}`;
  for (const admission of ['nonsense', madeUp, `${madeUp}.${'0'.repeat(32)}`])
    expect(codeOf(await reserve(event, { admission }))).toBe('PROOF_REQUIRED');

  const visitorKey = randomUUID();
  const asked = await join(event, visitorKey);
  const proof = await solve(asked.errors?.[0]?.extensions.challenge ?? '');
  const { place } = (await join(event, visitorKey, { proof })).data.joinWaitingRoom;
  // In whatever spelling the event is asked for.
  const shouted = { ...event, id: event.id.toUpperCase() };
  const claimed = await until(async () => {
    const { data } = await claim(shouted, place);
    return data.claimAdmission.outcome === 'admitted' && data.claimAdmission;
  });
  const held = await reserve(event, { admission: claimed.admission });
  expect(held.data.reserveTickets.isReplay).toBe(false);
});

test('capital letters in the id of an event lead around nothing', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'off', proofOfWork: 'always' });
  const shouted = { ...event, id: event.id.toUpperCase() };
  expect(codeOf(await reserve(shouted))).toBe('PROOF_REQUIRED');
  expect(codeOf(await join(shouted))).toBe('PROOF_REQUIRED');
});

test('who comes while the database is told of others is asked for a proof, too', async () => {
  const [other, event] = [
    await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' }),
    await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' }),
  ];
  await saveRoom(event, { mode: 'off', proofOfWork: 'always' });
  const demand = createDemand({ pool: api.db.pools.api, logger: createLogger('demand') });
  const stalling = await api.db.adminPool.connect();
  await stalling.query('begin; lock table app_private.waiting_lines');
  const first = demand.arrive(other.id);
  await until(() => waitsForLock(api.db.adminPool, 'note_demand'));
  const second = demand.arrive(event.id);
  await stalling.query('rollback');
  stalling.release();
  demand.stop();
  expect(await first).toEqual({ isOpen: false, proofBits: 0 });
  expect((await second).proofBits).toBeGreaterThan(0);
});

async function solve(challenge: string): Promise<string> {
  const { createHash } = await import('node:crypto');
  const bits = Number(challenge.split('.')[0]);
  for (let n = 0; ; n += 1) {
    const hash = createHash('sha256').update(`${challenge}.${n}`).digest();
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return `${challenge}.${n}`;
  }
}

test('a crowd opens the line of an event by itself, within two seconds', async () => {
  const event = await insertEvent(api.db.adminPool, { orgId, waitingRoom: 'auto' });
  await saveRoom(event, { mode: 'auto', admitPerMinute: 60, proofOfWork: 'off' });
  // A few are no crowd.
  for (let i = 0; i < 5; i += 1) expect(codeOf(await reserve(event))).toBeUndefined();
  await until(async () => {
    const crowd = Array.from({ length: 20 }, async () => codeOf(await reserve(event)));
    return (await Promise.all(crowd)).includes('WAITING_ROOM');
  });
});
