/**
 * From the commit of a scan, then of a sale, to 200 dashboards, with 200 of them a second. A dashboard
 * knows of the nth one when it gets a count of n or more. The commit's time is taken from the row, which
 * says when its transaction began, so the figures are a little larger than what they stand for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { insertUser } from '@foyer/testing';
import { runApart } from './support/apart.ts';
import { runBench } from './support/bench.ts';
import { checkSales, reserveTemplate, signIn } from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import { checkDoor, doorIsReady, eventWithDoor, withRedis } from './support/door.ts';
import { loadApart } from './support/http-load.ts';
import { quantile } from './support/quantile.ts';
import { withPhones } from './support/scan-load.ts';
import { tokenOf } from './support/screens.ts';
import type { Seen, Viewed, Viewing } from './support/viewers.ts';

const viewers = 200;
const perSecond = 200;
/** Connecting so many dashboards takes a moment, and so does the last change. */
const before = 4_000;
const after = 1_500;

await runBench(
  {
    name: 'live',
    services: ['api', 'checkin'],
    seconds: 10,
    variables: { api: { API_RATE_LIMITS: 'false' } },
  },
  async ({ system, seconds }) => {
    const { admin, plan } = system;
    const event = await eventWithDoor(system, {
      tickets: perSecond * seconds + 1_000,
      devices: 50,
    });
    await admin.query(
      'update app_public.quotas set capacity = capacity + 1000000 where event_id = $1',
      [event.id],
    );
    const owner = await insertUser(admin);
    await admin.query(
      `insert into app_public.org_members (org_id, user_id, role) values ($1, $2, 'owner')`,
      [event.orgId, owner.id],
    );
    await doorIsReady(system, event);
    const buyer = await signIn(system);

    /** @returns what the dashboards saw while `work` ran, and how much of a core the API took */
    async function watched<T>(work: () => Promise<T>) {
      const until = Date.now() + before + seconds * 1000 + after;
      const viewing = runApart<Viewing, Viewed>(import.meta.resolve('./support/viewers.ts'), {
        url: plan.publicUrls.api,
        token: tokenOf(system, owner.id),
        eventId: event.id,
        viewers,
        until,
      });
      await sleep(before);
      const startedAt = Date.now();
      const cpu = cpuSeconds(system.supervisor.pidOf('api'));
      const result = await work();
      const share = (cpuSeconds(system.supervisor.pidOf('api')) - cpu) / seconds;
      const { readyAt, seen } = await viewing;
      if (readyAt > startedAt) throw new Error('the dashboards were not ready in time');
      return { result, seen, share };
    }

    return await withRedis(plan.checkinRedisUrl, (redis) =>
      withPhones(system, event, async (present) => {
        const scans = await watched(() =>
          present({ phones: 16, seconds, from: 0, to: event.tokens.length, perSecond }),
        );
        const { accepted = 0, already_used = 0 } = scans.result.verdicts;
        const scanTimes = await timesOf(
          `select s.recorded_at as at from app_public.check_ins c join app_public.scans s on s.id = c.scan_id where c.event_id = $1 order by 1`,
        );
        const sales = await watched(() =>
          loadApart({
            host: '127.0.0.1',
            port: Number(new URL(plan.publicUrls.api).port),
            clients: 16,
            seconds,
            perSecond,
            requests: [
              reserveTemplate({
                port: Number(new URL(plan.publicUrls.api).port),
                token: buyer,
                eventId: event.id,
                ticketTypeId: event.ticketTypeId,
              }),
            ],
            outcomes: { held: '"registrationId":"([^"]+)"' },
          }),
        );
        const saleTimes = await timesOf(
          `select created_at as at from app_public.registrations where event_id = $1 and status = 'pending' order by 1`,
        );
        const doorProblem = await checkDoor(
          system,
          redis,
          event,
          scans.result.admitted,
          accepted + already_used,
        );
        const saleProblem = await checkSales(system, event.id, sales.result.kept.held ?? []);
        const ends = [
          ...scans.seen.map((messages) => messages.at(-1)?.checkedInCount === scanTimes.length),
          ...sales.seen.map((messages) => messages.at(-1)?.heldCount === saleTimes.length),
        ];
        const wrong = ends.filter((isRight) => !isRight).length;
        const told = delays(scans.seen, scanTimes, ({ checkedInCount }) => checkedInCount);
        const toldOfSales = delays(sales.seen, saleTimes, ({ heldCount }) => heldCount);
        return {
          measures: [
            {
              what: 'a scan until a dashboard is told, p99',
              value: quantile(told, 0.99),
              unit: 'ms',
              goal: { atMost: 300 },
            },
            { what: '  p50', value: quantile(told, 0.5), unit: 'ms' },
            {
              what: 'a sale until a dashboard is told, p99',
              value: quantile(toldOfSales, 0.99),
              unit: 'ms',
              goal: { atMost: 300 },
            },
            { what: '  p50', value: quantile(toldOfSales, 0.5), unit: 'ms' },
            {
              what: 'messages in one second at one dashboard, most',
              value: Math.max(...[...scans.seen, ...sales.seen].map(mostInASecond)),
              unit: '',
              goal: { atMost: 5 },
            },
            { what: 'scans recorded', value: scanTimes.length / seconds, unit: '/s' },
            { what: 'sales recorded', value: saleTimes.length / seconds, unit: '/s' },
            { what: 'of a core, API, while scanning', value: scans.share, unit: '' },
            { what: 'of a core, API, while selling', value: sales.share, unit: '' },
          ],
          bad: scans.result.scans - accepted - already_used + sales.result.bad,
          invariants:
            [doorProblem, saleProblem].find((problem) => problem !== 'ok') ??
            (wrong > 0
              ? `${wrong} dashboards ended with a count that is not the database's`
              : 'ok'),
        };
      }),
    );

    async function timesOf(text: string): Promise<number[]> {
      const { rows } = await admin.query<{ at: Date }>(text, [event.id]);
      return rows.map(({ at }) => at.getTime());
    }
  },
);

/** For every dashboard and every change: how long until a message counted it; infinite when none did. */
function delays(seen: Seen[][], times: number[], countOf: (message: Seen) => number): number[] {
  return seen.flatMap((messages) => {
    let next = 0;
    return times.map((time, n) => {
      while (next < messages.length && countOf(messages[next] as Seen) <= n) next += 1;
      return (messages[next]?.at ?? Number.POSITIVE_INFINITY) - time;
    });
  });
}

function mostInASecond(messages: Seen[]): number {
  let most = 0;
  let from = 0;
  messages.forEach(({ at }, i) => {
    while ((messages[from]?.at ?? at) <= at - 1000) from += 1;
    most = Math.max(most, i - from + 1);
  });
  return most;
}
