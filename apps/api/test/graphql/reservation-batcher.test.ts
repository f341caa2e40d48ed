import { randomUUID } from 'node:crypto';
import type { ReservationRequest } from '@foyer/types';
import {
  type BatchAnswer,
  createReservationBatcher,
  maxBatchSize,
} from '../../src/graphql/plugins/reservation-batcher.ts';

const request = (locale: 'en' | 'de' = 'en'): ReservationRequest => ({
  registrationId: randomUUID(),
  eventId: randomUUID(),
  lines: [{ ticketTypeId: randomUUID(), quantity: 1 }],
  idempotencyKey: randomUUID(),
  userId: null,
  eventLink: null,
  locale,
  requestId: null,
});
const held = ({ registrationId }: ReservationRequest): BatchAnswer => ({
  outcome: 'held',
  registrationId,
  isReplay: false,
  confirmationNumber: 'REG',
  status: 'pending',
  expiresAt: null,
  totalMinor: 0,
  currency: 'EUR',
});
const sqlError = (code: string) => Object.assign(new Error(code), { code });

test('requests that arrive together go in one batch, in the order of arrival', async () => {
  const batches: string[][] = [];
  const submit = createReservationBatcher(async (requests) => {
    batches.push(requests.map((r) => r.registrationId));
    return requests.map(held);
  });
  const requests = Array.from({ length: 5 }, () => request());
  const answers = await Promise.all(requests.map(submit));
  expect(batches).toEqual([requests.map((r) => r.registrationId)]);
  expect(answers.map((a) => a.outcome === 'held' && a.registrationId)).toEqual(batches[0]);
});

test('one batch is in flight at a time, and no batch is larger than the cap', async () => {
  let running = 0;
  const sizes: number[] = [];
  const submit = createReservationBatcher(async (requests) => {
    running += 1;
    expect(running).toBe(1);
    sizes.push(requests.length);
    await new Promise(setImmediate);
    running -= 1;
    return requests.map(held);
  });
  await Promise.all(Array.from({ length: maxBatchSize + 50 }, () => submit(request())));
  expect(sizes).toEqual([maxBatchSize, 50]);
});

test('a request that breaks its batch fails alone', async () => {
  const submit = createReservationBatcher(async (requests) => {
    if (requests.some((r) => r.locale === 'de')) throw sqlError('22P02');
    return requests.map(held);
  });
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => submit(request(i === 13 ? 'de' : 'en'))),
  );
  expect(results.flatMap((r, i) => (r.status === 'rejected' ? [i] : []))).toEqual([13]);
});

test('a single request that lost a race is tried once more', async () => {
  let tries = 0;
  const submit = createReservationBatcher(async (requests) => {
    tries += 1;
    if (tries === 1) throw sqlError('23505');
    return requests.map(held);
  });
  expect(await submit(request())).toMatchObject({ outcome: 'held' });
  expect(tries).toBe(2);
});

test('a lock that was not to be had fails the whole batch: its halves would wait as long, in turn', async () => {
  let tries = 0;
  const submit = createReservationBatcher(async () => {
    tries += 1;
    throw sqlError('55P03');
  });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => submit(request())));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(tries).toBe(1);
});

test('a lost connection fails the whole batch at once: its outcome is unknown', async () => {
  let tries = 0;
  const submit = createReservationBatcher(async () => {
    tries += 1;
    throw sqlError('ECONNRESET');
  });
  const results = await Promise.allSettled([1, 2, 3].map(() => submit(request())));
  expect(results.every((r) => r.status === 'rejected')).toBe(true);
  expect(tries).toBe(1);
});

test('after a failure the next buyers are served', async () => {
  let broken = true;
  const submit = createReservationBatcher(async (requests) => {
    if (broken) throw sqlError('57P01');
    return requests.map(held);
  });
  await expect(submit(request())).rejects.toThrow();
  broken = false;
  expect(await submit(request())).toMatchObject({ outcome: 'held' });
});

test('the observer hears how long each request waited, and how long the oldest has by now', async () => {
  let oldest = () => -1;
  const batches: { size: number; waits: number[] }[] = [];
  let finishFirst = () => {};
  const submit = createReservationBatcher(
    async (requests) => {
      if (batches.length === 0) await new Promise<void>((resolve) => (finishFirst = resolve));
      return requests.map(held);
    },
    {
      onBatch: (size, _seconds, waits) => batches.push({ size, waits }),
      onStart: (tell) => {
        oldest = tell;
      },
    },
  );
  expect(oldest()).toBe(0);
  const first = submit(request());
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  const second = submit(request());
  const before = oldest();
  expect(before).toBeGreaterThan(0);
  while (oldest() < before + 0.02) await new Promise(setImmediate);
  finishFirst();
  await Promise.all([first, second]);
  expect(batches.map(({ size }) => size)).toEqual([1, 1]);
  expect(batches[1]?.waits[0]).toBeGreaterThan(0.02);
  expect(oldest()).toBe(0);
});
