import { doorApi } from '../door-api.ts';
import { decideOrAsk } from './decide-or-ask.ts';
import { wish } from './test/phone.ts';

const { jest } = import.meta;

describe('asking, or deciding', () => {
  const failed = (code: 'NETWORK' | 'TIMEOUT' | 'NOT_READY' | 'NOT_SIGNED_IN') =>
    ({ ok: false, error: { code, message: '' } }) as const;
  const accepted = (scanId: string) =>
    ({ ok: true, data: { scanId, verdict: 'accepted' } }) as const;
  /** How a wish was treated: whom it was put to, and who decided it. */
  async function treat(
    facts: { isOffline: boolean; canDecide: boolean; isListed?: boolean; isRecalled?: boolean },
    answers: ('accepted' | Parameters<typeof failed>[0])[],
  ) {
    const one = wish('ticket');
    const put: string[] = [];
    const outcome = await decideOrAsk(
      {
        ...facts,
        api: {
          scan: async ({ scanId }, isImpatient = false) => {
            put.push(`service${isImpatient ? ', briefly' : ''}`);
            const answer = answers.shift() ?? 'NETWORK';
            return answer === 'accepted' ? accepted(scanId) : failed(answer);
          },
        },
        recall: async ({ scanId }) => {
          if (!facts.isRecalled) return null;
          put.push('memory');
          const answer = { scanId, verdict: 'already_used' as const };
          return { verdict: 'already_used', answer, ticketKey: 'key', isOnList: true };
        },
        decide: async ({ scanId }) => {
          put.push('phone');
          if (facts.isListed === false) return null;
          const answer = { scanId, verdict: 'accepted' as const };
          return { verdict: 'accepted', answer, ticketKey: 'key', isOnList: true };
        },
      },
      one,
    );
    const { decision, result } = outcome;
    const answer = decision?.answer ?? (result?.ok ? result.data : null);
    if (answer) expect(answer.scanId).toBe(one.scanId);
    return { put, by: decision ? 'phone' : result?.ok ? 'service' : result?.error.code };
  }

  const online = { isOffline: false, canDecide: true };
  test.each([
    ['the service answers', online, ['accepted'], ['service, briefly'], 'service'],
    ['nobody is reached', online, ['NETWORK'], ['service, briefly', 'phone'], 'phone'],
    ['the answer takes too long', online, ['TIMEOUT'], ['service, briefly', 'phone'], 'phone'],
    [
      'the service cannot decide for long',
      online,
      ['NOT_READY'],
      ['service, briefly', 'phone'],
      'phone',
    ],
    [
      'only this phone knows of it',
      { ...online, isRecalled: true },
      ['accepted'],
      ['memory'],
      'phone',
    ],
    ['this phone was shut out', online, ['NOT_SIGNED_IN'], ['service, briefly'], 'NOT_SIGNED_IN'],
    ['it is known to be offline', { isOffline: true, canDecide: true }, [], ['phone'], 'phone'],
    [
      'there is no list yet',
      { isOffline: true, canDecide: false },
      ['NETWORK'],
      ['service'],
      'NETWORK',
    ],
    [
      'the phone cannot tell either',
      { isOffline: true, canDecide: true, isListed: false },
      ['accepted'],
      ['phone', 'service'],
      'service',
    ],
  ] as const)('%s', async (_, facts, answers, put, by) => {
    expect(await treat(facts, [...answers])).toEqual({ put, by });
  });
});

describe('a service that answers that it cannot', () => {
  const { fetch } = globalThis;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    globalThis.fetch = fetch;
  });

  test.each(['NOT_READY', 'RATE_LIMITED'])(
    '%s: after two seconds the phone decides',
    async (code) => {
      const asked: string[] = [];
      globalThis.fetch = async (_, init) => {
        asked.push(JSON.parse(String(init?.body)).scanId);
        return Response.json({ error: { code, message: '' } }, { status: 503 });
      };
      const one = wish('ticket');
      const decision = {
        verdict: 'accepted' as const,
        answer: { scanId: one.scanId, verdict: 'accepted' as const },
        ticketKey: 'key',
        isOnList: true,
      };
      const outcomes: unknown[] = [];
      const api = doorApi('https://door.example', 'token');
      const facts = { api, isOffline: false, canDecide: true, recall: async () => null };
      decideOrAsk({ ...facts, decide: async () => decision }, one).then((outcome) => {
        outcomes.push(outcome);
      });
      await jest.advanceTimersByTimeAsync(2_000);
      expect(outcomes).toEqual([{ result: null, decision }]);
      expect(asked.length).toBeGreaterThan(1);
      expect(new Set(asked)).toEqual(new Set([one.scanId]));
    },
  );
});
