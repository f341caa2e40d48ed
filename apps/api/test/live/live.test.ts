import {
  insertEvent,
  insertOrganization,
  insertUser,
  reservationRequest,
  reserve,
  type TestEvent,
  until,
} from '@foyer/testing';
import { io, type Socket } from 'socket.io-client';
import { createAccessTokens } from '../../src/auth/access-tokens.ts';
import { startTestApi, type TestApi, webUrl } from '../support.ts';

let api: TestApi & { privateKey: string };
let beside: TestApi;
let orgId: string;
let memberId: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  api = await startTestApi();
  beside = await startTestApi({ beside: api });
  memberId = (await insertUser(api.db.adminPool)).id;
  const org = await insertOrganization(api.db.adminPool, { members: { [memberId]: 'staff' } });
  orgId = org.id;
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await beside.close();
  await api.close();
});

type Message = { eventId: string; [key: string]: unknown };
type Ack = { ok: boolean; error?: { code: string } };

function connect(to: TestApi, auth: object = {}, headers: Record<string, string> = {}): Socket {
  const socket = io(to.url, {
    path: '/live',
    auth,
    forceNew: true,
    reconnectionDelay: 50,
    transports: ['websocket'],
    extraHeaders: headers,
  });
  sockets.push(socket);
  return socket;
}

/** Watches and gathers what comes. */
async function watch(
  socket: Socket,
  kind: 'event' | 'availability' | 'waiting-room',
  body: object,
): Promise<{ ack: Ack; messages: Message[] }> {
  const messages: Message[] = [];
  socket.on(kind === 'event' ? 'totals' : kind, (message: Message) => messages.push(message));
  const ack = (await socket.emitWithAck(`watch:${kind}`, body)) as Ack;
  return { ack, messages };
}

const tokenOf = (userId: string) => api.bearer(userId).authorization.slice('Bearer '.length);
const newEvent = (options: object = {}) =>
  insertEvent(api.db.adminPool, { orgId, quotas: { event: 1000 }, ...options });
const take = (event: TestEvent) => reserve(api.db.pools.api, reservationRequest(event));
const remaining = (message?: Message) =>
  (message?.ticketTypes as { remaining: number }[] | undefined)?.[0]?.remaining;

test('anyone sees what is left of a public event now, and again when it changes', async () => {
  const event = await newEvent();
  const { ack, messages } = await watch(connect(api), 'availability', { eventId: event.id });
  expect(ack).toEqual({ ok: true });
  await until(() => messages.length > 0);
  expect(messages[0]).toEqual({
    eventId: event.id,
    ticketTypes: [
      { ticketTypeId: event.ticketTypes.Standard, remaining: 1000, availability: 'on_sale' },
    ],
  });
  await take(event);
  await until(() => remaining(messages.at(-1)) === 999);
});

test('a member sees the totals move; others are told that there is no such event', async () => {
  const event = await newEvent();
  const stranger = await insertUser(api.db.adminPool);
  const member = await watch(connect(api, { token: tokenOf(memberId) }), 'event', {
    eventId: event.id,
  });
  const others = await Promise.all([
    watch(connect(api), 'event', { eventId: event.id }),
    watch(connect(api, { token: tokenOf(stranger.id) }), 'event', { eventId: event.id }),
  ]);
  expect(member.ack).toEqual({ ok: true });
  for (const { ack } of others)
    expect(ack).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  await take(event);
  await until(() => member.messages.at(-1)?.heldCount === 1);
  expect(member.messages.at(-1)).toMatchObject({
    eventId: event.id,
    capacity: 1000,
    soldCount: 0,
    checkedInCount: 0,
    revenueMinor: 0,
    currency: 'EUR',
  });
  for (const { messages } of others) expect(messages).toEqual([]);
});

test('an unlisted event is watched only with its link, a draft only by its organization', async () => {
  const unlisted = await newEvent({ visibility: 'unlisted' });
  const draft = await newEvent({ status: 'draft' });
  const { rows } = await api.db.adminPool.query<{ token: string }>(
    'insert into app_public.event_links (org_id, event_id) values ($1, $2) returning token',
    [orgId, unlisted.id],
  );
  const socket = connect(api);
  const attempt = async (eventId: string, extra: object = {}) =>
    (await watch(socket, 'availability', { eventId, ...extra })).ack.ok;
  expect(await attempt(unlisted.id)).toBe(false);
  expect(await attempt(unlisted.id, { eventLink: 'a-wrong-link-of-it' })).toBe(false);
  expect(await attempt(unlisted.id, { eventLink: rows[0]?.token })).toBe(true);
  expect(await attempt(draft.id)).toBe(false);
  expect(await attempt(crypto.randomUUID())).toBe(false);
  const member = connect(api, { token: tokenOf(memberId) });
  expect((await watch(member, 'availability', { eventId: draft.id })).ack.ok).toBe(true);
});

test('however much changes, a viewer of any process gets four messages a second at most, and the last state', async () => {
  const capacity = 100_000;
  const event = await newEvent({ quotas: { event: capacity } });
  const viewers = await Promise.all(
    [api, api, beside, beside].map((to) =>
      watch(connect(to), 'availability', { eventId: event.id }),
    ),
  );
  await until(() => viewers.every(({ messages }) => messages.length > 0));
  const times: number[][] = viewers.map(() => []);
  for (const [i, { messages }] of viewers.entries()) {
    const push = messages.push.bind(messages);
    messages.push = (...items) => {
      times[i]?.push(performance.now());
      return push(...items);
    };
  }

  const started = performance.now();
  let taken = 0;
  while (
    performance.now() - started < 1500 ||
    taken <= 20 ||
    times.some((seen) => seen.length < 4)
  ) {
    await take(event);
    taken += 1;
  }
  await until(() =>
    viewers.every(({ messages }) => remaining(messages.at(-1)) === capacity - taken),
  );
  // On the way a message may be late, so none is judged by the one before it; Node's timers may be a little early.
  for (const seen of times)
    for (const [i, at] of seen.entries()) expect(i).toBeLessThanOrEqual((at - started) / 248);
});

test('whoever waits in line is told by their own process only, however many there are', async () => {
  const event = await newEvent({ waitingRoom: 'auto' });
  await api.db.adminPool.query(
    `insert into app_public.waiting_rooms (org_id, event_id, mode) values ($1, $2, 'always')`,
    [event.orgId, event.id],
  );
  await api.db.adminPool.query(
    'insert into app_private.waiting_lines (org_id, event_id) values ($1, $2)',
    [event.orgId, event.id],
  );
  const told = async (by: TestApi) =>
    Number(
      /^foyer_live_messages_total\{.*kind="waiting-room".*\} (\d+)$/m.exec(
        await (await by.get('/metrics')).text(),
      )?.[1] ?? 0,
    );
  const before = await Promise.all([told(api), told(beside)]);
  const { messages } = await watch(connect(api), 'waiting-room', { eventId: event.id });
  await until(async () => (await told(beside)) - (before[1] ?? 0) >= 3);
  await until(() => messages.length >= 3);
  // The first is the state when it began to watch. Counted after the messages: there may be one more by then.
  const count = messages.length - 1;
  expect(count).toBeLessThanOrEqual((await told(api)) - (before[0] ?? 0));
});

test('a token that is none is refused, one that runs out cuts the connection until a fresh one comes', async () => {
  const refused = connect(api, { token: 'nonsense' });
  const error = await new Promise<Error & { data?: { code: string } }>((resolve) =>
    refused.once('connect_error', resolve),
  );
  expect(error.data?.code).toBe('TOKEN_INVALID');

  const ageing = createAccessTokens({
    privateKeys: api.privateKey,
    issuer: 'https://api.example',
    now: () => Date.now() - 15 * 60_000 + 2000,
  });
  const signInId = crypto.randomUUID();
  let given = 0;
  const socket = io(api.url, {
    path: '/live',
    forceNew: true,
    reconnectionDelay: 50,
    transports: ['websocket'],
    auth: (give) => {
      given += 1;
      give({
        token: given === 1 ? ageing.sign({ userId: memberId, signInId }) : tokenOf(memberId),
      });
    },
  });
  sockets.push(socket);
  const reason = await new Promise((resolve) => socket.once('disconnect', resolve));
  expect(reason).toBe('transport close');
  await until(() => socket.connected && given === 2);
});

test('a page of another site cannot connect', async () => {
  const theirs = connect(api, {}, { origin: 'https://evil.example' });
  await new Promise((resolve) => theirs.once('connect_error', resolve));
  expect(theirs.connected).toBe(false);
  const ours = connect(api, {}, { origin: webUrl });
  await until(() => ours.connected);
});

test('nonsense is answered with a code and harms nobody', async () => {
  const socket = connect(api);
  for (const body of [null, {}, { eventId: "x' or true --" }, [], 'x', { eventId: 7 }])
    expect((await socket.emitWithAck('watch:availability', body)) as Ack).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT' },
    });
  const answers: Ack[] = [];
  for (let i = 0; i < 70; i += 1)
    answers.push(
      (await socket.emitWithAck('watch:event', { eventId: crypto.randomUUID() })) as Ack,
    );
  expect(answers.at(-1)?.error?.code).toBe('RATE_LIMITED');
});

test('what changed while the database was not heard is sent afterwards', async () => {
  const event = await newEvent();
  const { messages } = await watch(connect(api), 'availability', { eventId: event.id });
  await until(() => messages.length > 0);
  await api.db.adminPool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'foyer-api-live'`,
  );
  await take(event);
  await until(() => remaining(messages.at(-1)) === 999);
  expect((await api.get('/health/ready')).status).toBe(200);
});
