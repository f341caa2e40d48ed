import { insertEvent, insertOrganization, type TestEvent, until } from '@foyer/testing';
import { fromLocalInput } from '../../apps/web/src/lib/format/zone.ts';
import { keepDoing } from '../operation/proofs/disturb.ts';
import {
  confirmFree,
  dataOf,
  type Held,
  insist,
  nameAttendees,
  pay,
  reserve,
  startPayment,
} from '../support/buyer.ts';
import { openDoor, scanUntilAnswered } from '../support/door.ts';
import { hasFaketime, settableClock, wrongClock } from '../support/faketime.ts';
import { mailsTo } from '../support/inbox.ts';
import { longTest } from '../support/long.ts';
import { startSecondApi, useSystem } from '../support/system.ts';

/**
 * Two processes of the API whose clocks are two hours apart from the truth, one either way; a third, the worker and
 * the door, whose clocks jump while they run. Holds, sales and orders go by the database's clock, so nothing is freed,
 * sold or refused at the wrong time; nobody waits by a clock on the wall.
 */
const hour = 3_600;

if (!hasFaketime) {
  test.skip('an API whose clock is wrong: Debian’s faketime is not installed', () => {});
} else {
  describe('an API whose clock is wrong', () => {
    const jumping = settableClock();
    const system = useSystem({
      services: ['api', 'worker', 'checkin', 'sandbox', 'inbox'],
      variables: {
        api: wrongClock(2 * hour),
        worker: jumping.variables,
        checkin: jumping.variables,
      },
    });
    let orgId: string;
    let ahead: { url: string };
    let behind: { url: string };
    beforeAll(async () => {
      orgId = (await insertOrganization(system().admin)).id;
      ahead = { url: system().plan.publicUrls.api };
      behind = await startSecondApi(system(), 'api-behind', wrongClock(-2 * hour));
    });

    const both = () => [ahead, behind];
    const newEvent = (options: Omit<Parameters<typeof insertEvent>[1], 'orgId'> = {}) =>
      insertEvent(system().admin, { orgId, ...options });
    const codeOf = async (event: TestEvent, api: { url: string }, type?: string) => {
      const answer = await reserve(system(), event, { ...api, type });
      return answer.outcome === 'error' ? answer.code : answer.outcome;
    };

    test('the clocks really are wrong', async () => {
      const differences = await Promise.all(
        both().map(async ({ url }) => {
          const response = await fetch(`${url}/health/live`);
          const said = Date.parse(response.headers.get('date') ?? '');
          return Math.round((said - Date.now()) / 600_000) * 10;
        }),
      );
      expect(differences).toEqual([120, -120]);
    });

    test('a hold is not freed early, and belongs to its buyer until its end', async () => {
      const event = await newEvent({ quotas: { event: 2 }, holdSeconds: 900 });
      const holds: Held[] = [];
      for (const api of both()) holds.push(dataOf(await reserve(system(), event, api)));
      const { rows } = await system().admin.query<{ seconds: number }>(
        `select extract(epoch from expires_at - clock_timestamp())::int as seconds
         from app_public.registrations where event_id = $1`,
        [event.id],
      );
      for (const { seconds } of rows) expect(Math.abs(seconds - 900)).toBeLessThan(30);
      for (const api of both()) expect(await codeOf(event, api)).toBe('HELD_BY_OTHERS');
      await system().admin.query('select app_private.expire_holds()');
      for (const api of both()) expect(await codeOf(event, api)).toBe('HELD_BY_OTHERS');
      for (const [i, api] of both().entries()) {
        await nameAttendees(system(), event, holds[i] as Held, api);
        expect((await confirmFree(system(), holds[i] as Held, api)).outcome).toBe('data');
      }
      for (const api of both()) expect(await codeOf(event, api)).toBe('SOLD_OUT');
    });

    test('a hold that is over is free for everybody', async () => {
      const event = await newEvent({ quotas: { event: 2 } });
      for (const api of both()) dataOf(await reserve(system(), event, api));
      await system().admin.query(
        'update app_public.registrations set expires_at = clock_timestamp() where event_id = $1',
        [event.id],
      );
      for (const api of both()) expect(await codeOf(event, api)).toBe('data');
    });

    test('a sale opens and closes by the true time', async () => {
      const at = (hours: number) => new Date(Date.now() + hours * hour * 1_000);
      const event = await newEvent({
        ticketTypes: [
          { name: 'in an hour', saleStartsAt: at(1) },
          { name: 'since an hour ago', saleStartsAt: at(-1) },
          { name: 'for an hour', saleEndsAt: at(1) },
          { name: 'until an hour ago', saleEndsAt: at(-1) },
        ],
      });
      for (const api of both()) {
        expect(await codeOf(event, api, 'in an hour')).toBe('NOT_ON_SALE');
        expect(await codeOf(event, api, 'since an hour ago')).toBe('data');
        expect(await codeOf(event, api, 'for an hour')).toBe('data');
        expect(await codeOf(event, api, 'until an hour ago')).toBe('NOT_ON_SALE');
      }
    });

    longTest(
      'webhooks look too old to it; the worker asks, and the order is paid once',
      async () => {
        const event = await newEvent({ ticketTypes: [{ priceMinor: 2500 }] });
        const held = dataOf(await reserve(system(), event, ahead));
        await nameAttendees(system(), event, held, ahead);
        await pay(system(), dataOf(await startPayment(system(), held, ahead)));
        // Old enough to be asked about; that it is asked in time is another test's (api-killed).
        await system().admin.query(
          `update app_public.payments set created_at = created_at - interval '1 minute' where registration_id = $1`,
          [held.registrationId],
        );
        await until(
          async () => {
            const { rows } = await system().admin.query(
              `select from app_public.registrations where id = $1 and status = 'confirmed'`,
              [held.registrationId],
            );
            return rows.length === 1;
          },
          { timeoutMs: 120_000, everyMs: 500, what: 'the worker to ask the provider' },
        );
      },
    );

    test('while people buy and walk in, the clocks jump: nobody notices', async () => {
      const api = await startSecondApi(system(), 'api-jumping', jumping.variables);
      const event = await newEvent({ quotas: { event: 100_000 } });
      const door = await openDoor(system(), { tickets: 8, devices: 1 });
      const kept = dataOf(await reserve(system(), event, api));
      const [phone] = door.devices as [string];
      const scan = (token: string) => scanUntilAnswered(system(), phone, token);
      const saidAt = async () => {
        const response = await fetch(`${api.url}/health/live`);
        return Date.parse(response.headers.get('date') ?? '');
      };

      for (const hours of [2, -2, 0]) {
        const outcomes: string[] = [];
        const stop = keepDoing(async () => outcomes.push(await codeOf(event, api)), 2, 10);
        try {
          await until(() => outcomes.length > 20);
          jumping.set(hours * hour);
          await until(
            async () => Math.abs((await saidAt()) - Date.now() - hours * hour * 1_000) < 60_000,
            {
              what: 'the clock to jump',
            },
          );
          const before = outcomes.length;
          await until(() => outcomes.length > before + 20);
        } finally {
          await stop();
        }
        expect(new Set(outcomes)).toEqual(new Set(['data']));

        const email = `jump-${hours}@example.org`;
        const held = dataOf(await reserve(system(), event, api));
        await nameAttendees(system(), event, held, { ...api, email });
        dataOf(await confirmFree(system(), held, api));
        await until(async () => (await mailsTo(system(), email)).length === 1, {
          timeoutMs: 15_000,
          everyMs: 250,
          what: 'the tickets to be mailed',
        });
        const token = door.tokens.pop() ?? '';
        expect([await scan(token), await scan(token)]).toEqual(['accepted', 'already_used']);
      }
      await nameAttendees(system(), event, kept, api);
      dataOf(await confirmFree(system(), kept, api));
    });

    test('a sale that starts in the hour that spring skips opens once, at its instant', async () => {
      const { supervisor, admin } = system();
      const spec = supervisor.specOf('postgres');
      if (!spec) throw new Error('there is no PostgreSQL');
      // The clock on the wall in Berlin goes from 01:59:59 to 03:00:00: it never shows this.
      const opensAt = fromLocalInput('2027-03-28T02:30', 'Europe/Berlin') ?? '';
      const startsAt = new Date(Date.parse(opensAt) + 30 * 86_400_000);
      const event = await newEvent({
        timezone: 'Europe/Berlin',
        startsAt,
        quotas: { event: 100_000 },
        ticketTypes: [{ saleStartsAt: new Date(opensAt) }],
      });
      // The database itself is taken to shortly before: earlier, where it takes longer to come up.
      for (let lead = 3; ; lead *= 2) {
        const seconds = Math.round((Date.parse(opensAt) - Date.now()) / 1_000) - lead;
        // What a throwaway server has not written yet it loses when it is killed.
        await admin.query('checkpoint');
        await supervisor.kill('postgres');
        await supervisor.start({ ...spec, env: { ...spec.env, ...wrongClock(seconds) } });
        await insist(() => reserve(system(), event, ahead));
        if ((await codeOf(event, ahead)) === 'NOT_ON_SALE') break;
      }

      const clock = async () =>
        (await admin.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]?.at.getTime() ??
        0;
      const answers: { before: number; after: number; code: string }[] = [];
      await until(
        async () => {
          const before = await clock();
          const code = await codeOf(event, answers.length % 2 ? ahead : behind);
          answers.push({ before, after: await clock(), code });
          return before > Date.parse(opensAt) + 1_500;
        },
        { everyMs: 20 },
      );
      const codes = answers.map(({ code }) => code);
      const opened = codes.indexOf('data');
      expect(new Set(codes.slice(0, opened))).toEqual(new Set(['NOT_ON_SALE']));
      expect(new Set(codes.slice(opened))).toEqual(new Set(['data']));
      expect(answers[opened - 1]?.before).toBeLessThan(Date.parse(opensAt));
      expect(answers[opened]?.after).toBeGreaterThanOrEqual(Date.parse(opensAt));
    });
  });
}
