import { z } from 'zod';

const rate = z.number().min(0).max(1);
const range = z
  .tuple([z.int().min(0), z.int().min(0).max(3_600_000)])
  .refine(([from, to]) => from <= to, 'must be [from, to]');

/** What `POST /sandbox/script` takes. Rates are probabilities per request or delivery. */
export const faultScript = z.strictObject({
  /** The same seed and the same order of requests give the same faults. */
  seed: z.int().default(1),
  api: z
    .strictObject({
      /** No answer and no effect; no answer although it happened. The connection stays open. */
      timeoutBefore: rate.default(0),
      timeoutAfter: rate.default(0),
      /** 500 without an effect (not stored); 500 although it happened, stored under the key. */
      errorBefore: rate.default(0),
      errorAfter: rate.default(0),
      rateLimited: rate.default(0),
      delayMs: range.default([0, 0]),
      /** Only requests whose `METHOD /path` starts with this, as `POST /v1/refunds`. */
      match: z.string().default(''),
      /** Stop after this many faults. */
      times: z.int().min(1).optional(),
    })
    .optional(),
  pay: z
    .strictObject({
      /** Cards that would succeed are declined with this probability. */
      decline: rate.default(0),
      declineCode: z.string().default('generic_decline'),
    })
    .optional(),
  refunds: z
    .strictObject({
      /** How long the cards whose refunds settle or fail later take for it. */
      settleAfterMs: z.int().min(0).max(3_600_000),
    })
    .optional(),
  webhooks: z
    .strictObject({
      delayMs: range.default([0, 0]),
      /** Further deliveries of each event beside the first. */
      repeat: z.int().min(0).max(20).default(0),
      /** Each delivery moves by a random time up to this, so that order is lost. */
      shuffleMs: z.int().min(0).max(600_000).default(0),
      /** Never delivered, until replayed. */
      drop: rate.default(0),
      /** Beside the honest delivery one with a changed body and a signature of another secret. */
      forge: rate.default(0),
      /** Only these event types. */
      types: z.array(z.string()).optional(),
    })
    .optional(),
});
export type FaultScript = z.infer<typeof faultScript>;

export type ApiFault =
  | 'timeoutBefore'
  | 'timeoutAfter'
  | 'errorBefore'
  | 'errorAfter'
  | 'rateLimited';

export type Faults = {
  load(script: FaultScript): void;
  script(): FaultScript;
  /** How often each fault was applied since the script was loaded. */
  counts(): Record<string, number>;
  forRequest(methodAndPath: string): { delayMs: number; fault: ApiFault | null };
  declines(): string | null;
  refundsSettleAfterMs(): number;
  forEvent(type: string): { dropped: boolean; forged: boolean; delaysMs: number[] };
};

/** A bank takes days; two seconds are enough to see both states. */
const defaultSettleMs = 2_000;

const apiFaults: ApiFault[] = [
  'timeoutBefore',
  'timeoutAfter',
  'errorBefore',
  'errorAfter',
  'rateLimited',
];

export function createFaults(): Faults {
  let script: FaultScript = { seed: 1 };
  let random = seeded(1);
  let counts: Record<string, number> = {};
  let left = Number.POSITIVE_INFINITY;

  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const between = ([from, to]: [number, number]) => from + Math.floor(random() * (to - from + 1));
  const happens = (name: string, probability: number) => {
    if (probability === 0 || random() >= probability) return false;
    count(name);
    return true;
  };

  return {
    load(next) {
      script = next;
      random = seeded(next.seed);
      counts = {};
      left = next.api?.times ?? Number.POSITIVE_INFINITY;
    },
    script: () => script,
    counts: () => ({ ...counts }),
    forRequest(methodAndPath) {
      const { api } = script;
      if (!api || !methodAndPath.startsWith(api.match)) return { delayMs: 0, fault: null };
      const delayMs = between(api.delayMs);
      let dice = random();
      const fault = apiFaults.find((name) => {
        dice -= api[name];
        return dice < 0;
      });
      if (!fault || left <= 0) return { delayMs, fault: null };
      left -= 1;
      count(fault);
      return { delayMs, fault };
    },
    declines: () =>
      script.pay && happens('declined', script.pay.decline) ? script.pay.declineCode : null,
    refundsSettleAfterMs: () => script.refunds?.settleAfterMs ?? defaultSettleMs,
    forEvent(type) {
      const rules = script.webhooks;
      if (!rules || (rules.types && !rules.types.includes(type)))
        return { dropped: false, forged: false, delaysMs: [0] };
      const dropped = happens('dropped', rules.drop);
      const delaysMs = Array.from(
        { length: 1 + rules.repeat },
        () => between(rules.delayMs) + between([0, rules.shuffleMs]),
      );
      if (rules.repeat > 0) count('repeated');
      return { dropped, forged: happens('forged', rules.forge), delaysMs };
    },
  };
}

/** mulberry32: 32 bits of state are plenty to repeat a test run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
