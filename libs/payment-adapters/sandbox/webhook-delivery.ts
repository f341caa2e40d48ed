import http from 'node:http';
import https from 'node:https';
import type { Logger } from '@foyer/runtime';
import type { Faults } from './faults.ts';
import type { Collection, Store } from './store.ts';

/** What a provider's wire hands over to be delivered; signing stays with the wire. */
export type OutgoingEvent = {
  id: string;
  type: string;
  /** The body, exactly as it is sent and signed. */
  payload: string;
};

export type DeliveryRecord = OutgoingEvent & {
  createdAt: string;
  /** `waiting`: still being tried. `dropped`: withheld by the fault script. `failed`: gave up. */
  status: 'waiting' | 'delivered' | 'dropped' | 'failed';
  attempts: { at: string; status: number | null; forged?: true; replayed?: true }[];
};

export type Signer = (payload: string, options: { at: Date; forged: boolean }) => Headers;

export type WebhookDelivery = {
  send(event: OutgoingEvent): void;
  records(): DeliveryRecord[];
  /** Delivers again what was delivered, dropped or given up on, signed `ageSeconds` ago. */
  replay(choose: (record: DeliveryRecord) => boolean, options: { ageSeconds: number }): number;
  /** Resolves when nothing is under way or due. */
  idle(): Promise<void>;
  stop(): void;
};

/** Quick at first, because a developer waits; ten minutes cover a restart of the receiver. */
const defaultRetryDelaysMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 360_000];
const receiverTimeoutMs = 10_000;
/** Enough to keep a receiver busy, few enough not to exhaust its sockets. */
const parallel = 32;

export function createWebhookDelivery(options: {
  store: Store;
  faults: Faults;
  /** Null: events are recorded, and withheld until somebody replays them elsewhere. */
  url: string | null;
  sign: Signer;
  logger: Logger;
  retryDelaysMs?: readonly number[];
}): WebhookDelivery {
  const { store, faults, url, sign, logger } = options;
  const retryDelaysMs = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const records: Collection<DeliveryRecord> = store.collection('events');
  const timers = new Set<NodeJS.Timeout>();
  const queue: (() => Promise<void>)[] = [];
  let running = 0;
  let idleWaiters: (() => void)[] = [];
  const stopped = new AbortController();

  function after(delayMs: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      queue.push(work);
      pump();
    }, delayMs);
    timers.add(timer);
  }

  function pump(): void {
    while (running < parallel && !stopped.signal.aborted) {
      const work = queue.shift();
      if (!work) break;
      running += 1;
      void work().finally(() => {
        running -= 1;
        pump();
      });
    }
    if (isIdle()) for (const wake of idleWaiters.splice(0)) wake();
  }

  const isIdle = () => running === 0 && queue.length === 0 && timers.size === 0;

  async function post(payload: string, headers: Headers): Promise<number | null> {
    if (!url) return null;
    const { request } = url.startsWith('https:') ? https : http;
    try {
      return await new Promise((resolve, reject) => {
        const sent = request(url, {
          method: 'POST',
          headers: { ...Object.fromEntries(headers), 'content-length': Buffer.byteLength(payload) },
          signal: stopped.signal,
        });
        const tooLong = setTimeout(() => sent.destroy(), receiverTimeoutMs);
        sent.once('close', () => clearTimeout(tooLong));
        sent.once('error', reject);
        sent.once('response', (answer) => {
          // Read to the end, so that the connection can be used again.
          answer.resume().once('error', reject);
          answer.once('end', () => resolve(answer.statusCode ?? null));
        });
        sent.end(payload);
      });
    } catch {
      return null;
    }
  }

  async function attempt(
    record: DeliveryRecord,
    number: number,
    how: { forged?: true; replayed?: true; ageSeconds?: number } = {},
  ): Promise<void> {
    const payload = how.forged ? forge(record.payload) : record.payload;
    const at = new Date(Date.now() - (how.ageSeconds ?? 0) * 1000);
    const status = await post(payload, sign(payload, { at, forged: how.forged ?? false }));
    if (stopped.signal.aborted) return;
    record.attempts.push({
      at: new Date().toISOString(),
      status,
      ...(how.forged && { forged: true }),
      ...(how.replayed && { replayed: true }),
    });
    if (how.forged) {
      records.put(record.id, record);
      return;
    }
    if (status !== null && status >= 200 && status < 300) record.status = 'delivered';
    else if (!how.replayed) retry(record, number);
    records.put(record.id, record);
  }

  function retry(record: DeliveryRecord, number: number): void {
    const delayMs = retryDelaysMs[number];
    if (delayMs !== undefined) {
      after(delayMs, () => attempt(record, number + 1));
      return;
    }
    if (record.status === 'waiting') record.status = 'failed';
    logger.warn({ eventId: record.id, type: record.type }, 'gave up delivering a webhook');
  }

  // What an earlier run recorded and had not delivered yet.
  for (const record of records.values())
    if (record.status === 'waiting') after(0, () => attempt(record, 0));

  return {
    send(event) {
      const plan = faults.forEvent(event.type);
      const record: DeliveryRecord = {
        ...event,
        createdAt: new Date().toISOString(),
        status: plan.dropped || !url ? 'dropped' : 'waiting',
        attempts: [],
      };
      records.put(record.id, record);
      if (!url) return;
      if (plan.forged) after(0, () => attempt(record, 0, { forged: true }));
      if (plan.dropped) return;
      for (const delayMs of plan.delaysMs) after(delayMs, () => attempt(record, 0));
    },
    records: () => records.values(),
    replay(choose, { ageSeconds }) {
      const chosen = records.values().filter(choose);
      for (const record of chosen)
        after(0, () => attempt(record, 0, { replayed: true, ageSeconds }));
      return chosen.length;
    },
    idle: () =>
      isIdle() ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve)),
    stop() {
      stopped.abort();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      queue.length = 0;
      for (const wake of idleWaiters.splice(0)) wake();
      idleWaiters = [];
    },
  };
}

/** A body an attacker would like us to believe: another payment, a round sum. */
function forge(payload: string): string {
  return payload
    .replace(/"id":"evt_/, '"id":"evt_forged')
    .replace(/"amount(_received)?":\d+/g, '"amount$1":1');
}
