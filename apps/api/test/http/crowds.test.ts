import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetrics } from '@foyer/runtime';
import { until } from '@foyer/testing';
import express, { type Response as Answer } from 'express';
import { installCrowds } from '../../src/http/crowds.ts';

const event = (n: number) => `0199c0de-0000-7000-8000-00000000000${n}`;
const order = (eventId: string) => ({
  query:
    'mutation R($input: ReserveTicketsInput!) { reserveTickets(input: $input) { registrationId } }',
  variables: { input: { eventId } },
});

let server: Server;
let url: string;
/** What reached GraphQL and was not answered yet, by event. */
const atWork: { eventId: string; n: number; res: Answer }[] = [];
const metrics = createMetrics('api');
const ordersPerAddress = 400;

beforeAll(async () => {
  const app = express();
  app.set('trust proxy', 1);
  app.use(express.json());
  installCrowds(app, { metrics, ordersPerAddress });
  app.post('/graphql', (req, res) => {
    const eventId = req.body.variables?.input?.eventId ?? 'none';
    atWork.push({ eventId, n: Number(req.get('x-n')), res });
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterEach(async () => {
  // Everybody is answered before the next test.
  while (atWork.length > 0) {
    for (const { res } of atWork.splice(0)) res.json({});
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (body: object, n = 0, signal?: AbortSignal, address = '192.0.2.1') =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-n': String(n),
      'x-forwarded-for': address,
    },
    body: JSON.stringify(body),
    signal,
  });
const waiting = async () =>
  Number(/^foyer_crowd_waiting\S* (\d+)$/m.exec(await metrics.render())?.[1]);
const working = (eventId: string) => atWork.filter((one) => one.eventId === eventId);

test('three hundred orders of an event are worked on, the next waits, and others pass by', async () => {
  const crowd = Array.from({ length: 310 }, (_, n) => post(order(event(1)), n));
  await until(() => working(event(1)).length === 300);
  const other = post(order(event(2)));
  const page = post({ query: '{ events { id } }' });
  await until(() => atWork.length === 302);
  expect(working(event(1))).toHaveLength(300);
  expect(await waiting()).toBe(10);

  atWork.splice(0, 1)[0]?.res.json({});
  await until(() => working(event(1)).length === 300);
  for (const { res } of atWork.splice(0)) res.json({});
  await until(() => working(event(1)).length === 9);
  for (const { res } of atWork.splice(0)) res.json({});
  const answers = await Promise.all([...crowd, other, page]);
  expect(answers.every(({ status }) => status === 200)).toBe(true);
});

test('orders that name their event in some other way wait together', async () => {
  const inline = (n: number) => ({
    query: `mutation { reserveTickets(input: { eventId: "${event(n)}" }) { registrationId } }`,
  });
  const renamed = { ...order(event(3)), variables: { x: { eventId: event(3) } } };
  const answers = [inline(1), inline(2), renamed].flatMap((body) =>
    Array.from({ length: 134 }, (_, n) => post(body, n, undefined, `192.0.2.${n}`)),
  );
  await until(() => atWork.length === 300);
  await until(async () => (await waiting()) === 102);
  for (const { res } of atWork.splice(0)) res.json({});
  await until(() => atWork.length === 102);
  for (const { res } of atWork.splice(0)) res.json({});
  await Promise.all(answers);
});

test('one address has some of the places, never all, and gets them back', async () => {
  const leaving = new AbortController();
  const crowd = Array.from({ length: ordersPerAddress - 1 }, (_, n) => post(order(event(4)), n));
  const left = post(order(event(4)), 1000, leaving.signal).catch(() => null);
  await until(async () => (await waiting()) === ordersPerAddress - 300);
  const refused = await post(order(event(4)), 0, AbortSignal.timeout(5_000));
  expect(refused.status).toBe(429);
  // Others, and the same for another event, are not concerned.
  const stranger = post(order(event(4)), 2000, undefined, '192.0.2.2');
  const elsewhere = post(order(event(5)));
  await until(() => working(event(5)).length === 1);
  await until(async () => (await waiting()) === ordersPerAddress - 299);

  leaving.abort();
  await left;
  // The stranger is worked on all the time, so the crowd never ends and its count goes on.
  const statuses = async (answers: Promise<Response>[]) => {
    let isOver = false;
    const all = Promise.all(answers).finally(() => {
      isOver = true;
    });
    await until(() => {
      const [kept, answered] = [
        atWork.filter(isStranger),
        atWork.filter((one) => !isStranger(one)),
      ];
      atWork.splice(0, atWork.length, ...kept);
      for (const { res } of answered) res.json({});
      return isOver;
    });
    return new Set((await all).map(({ status }) => status));
  };
  const isStranger = ({ n }: { n: number }) => n === 2000;
  expect(await statuses([...crowd, elsewhere])).toEqual(new Set([200]));
  const again = Array.from({ length: ordersPerAddress }, (_, n) => post(order(event(4)), n));
  expect(await statuses(again)).toEqual(new Set([200]));
  for (const { res } of atWork.splice(0)) res.json({});
  expect((await stranger).status).toBe(200);
});

test('who leaves while waiting is passed over, and keeps nobody from being served', async () => {
  const leaving = new AbortController();
  const crowd = Array.from({ length: 300 }, (_, n) => post(order(event(3)), n));
  await until(() => working(event(3)).length === 300);
  const left = post(order(event(3)), 1000, leaving.signal).catch(() => null);
  await until(async () => (await waiting()) === 1);
  const stays = post(order(event(3)), 2000);
  await until(async () => (await waiting()) === 2);
  leaving.abort();
  await left;
  await until(async () => (await waiting()) === 1);
  for (const { res } of atWork.splice(0, 300)) res.json({});
  await until(() => working(event(3)).some(({ n }) => n === 2000));
  expect(working(event(3)).map(({ n }) => n)).toEqual([2000]);
  for (const { res } of atWork.splice(0)) res.json({});
  await Promise.all([...crowd, stays]);
});
