/**
 * Whether others make it slower: one organization's event page and lists, a reservation and a scan, at the
 * 95th percentile, alone on the installation, then beside 100 organizations, then beside 10,000 with two
 * million tickets. BENCH_ORGANIZATIONS=1,100 measures fewer.
 */
import { median, runBench } from './support/bench.ts';
import { checkSales, eventOnSale, reserveTemplate, signIn } from './support/buyers.ts';
import { checkDoor, doorIsReady, eventWithDoor, withRedis } from './support/door.ts';
import { loadApart } from './support/http-load.ts';
import { withPhones } from './support/scan-load.ts';
import { requestOf, screens, tokenOf } from './support/screens.ts';
import { furnish, plantOrganizations } from './support/world.ts';

const sizes = (process.env.BENCH_ORGANIZATIONS ?? '1,100,10000').split(',').map(Number);
const ticketsEach = 200;
/** One after the other: what is measured is the work, not who waits for whom. */
const clients = 1;
const most = 1.3;

await runBench(
  {
    name: 'scale',
    services: ['api', 'checkin'],
    seconds: 3,
    variables: { api: { API_RATE_LIMITS: 'false' } },
  },
  async ({ system, seconds, rounds }) => {
    const { admin, plan } = system;
    const port = Number(new URL(plan.publicUrls.api).port);
    const mine = await plantOrganizations(admin, {
      count: 1,
      events: 20,
      tickets: 1_000,
      prefix: 'mine-',
    });
    const { ownerId } = await furnish(admin, mine, { sessions: 20 });
    const perRound = 3_000;
    const door = await eventWithDoor(system, {
      tickets: (rounds + 1) * sizes.length * perRound,
      devices: 500,
    });
    const sale = await eventOnSale(system);
    const buyer = await signIn(system);
    const pages = screens(mine, tokenOf(system, ownerId), 20);
    const acknowledged = new Set<string>();
    const admitted: number[] = [];
    let scanned = 0;
    let next = 0;
    let bad = 0;

    return await withRedis(plan.checkinRedisUrl, (redis) =>
      withPhones(system, door, async (present) => {
        const load = async (
          request: string,
          outcomes: Record<string, string>,
          forSeconds: number,
        ) => {
          const report = await loadApart({
            host: '127.0.0.1',
            port,
            clients,
            seconds: forSeconds,
            requests: [request],
            outcomes,
          });
          bad += report.bad;
          if (report.firstBad) console.log(`a bad answer: ${report.firstBad}`);
          return report;
        };
        const work: Record<string, (forSeconds: number) => Promise<number>> = {
          ...Object.fromEntries(
            pages.map((page) => [
              page.name,
              async (forSeconds: number) =>
                (
                  await load(
                    requestOf(system, page),
                    { data: '^\\{"data":\\{(?!.*"errors")' },
                    forSeconds,
                  )
                ).p95,
            ]),
          ),
          reservation: async (forSeconds) => {
            const wish = {
              port,
              token: buyer,
              eventId: sale.id,
              ticketTypeId: sale.ticketTypes.Standard ?? '',
            };
            const report = await load(
              reserveTemplate(wish),
              { held: '"registrationId":"([^"]+)"' },
              forSeconds,
            );
            for (const id of report.kept.held ?? []) acknowledged.add(id);
            return report.p95;
          },
          scan: async (forSeconds) => {
            const result = await present({
              phones: clients,
              seconds: forSeconds,
              from: next,
              to: next + perRound,
            });
            next = result.next;
            const { accepted = 0, already_used = 0 } = result.verdicts;
            scanned += accepted + already_used;
            bad += result.scans - accepted - already_used;
            for (const position of result.admitted) admitted.push(position);
            return result.p95;
          },
        };

        const p95: Record<string, number[]> = {};
        const planting: string[] = [];
        let planted = 1;
        // Neither compiled nor planned yet, everything would be slowest while there is least.
        await doorIsReady(system, door);
        for (const measure of Object.values(work)) await measure(Math.max(2, seconds));
        for (const size of sizes) {
          const began = performance.now();
          // In parts, so that no one transaction holds everything.
          for (; planted < size; planted += Math.min(1_000, size - planted)) {
            await plantOrganizations(admin, {
              count: Math.min(1_000, size - planted),
              events: 1,
              tickets: ticketsEach,
              prefix: `other-${planted}-`,
            });
          }
          planting.push(`${size}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
          await admin.query('vacuum analyze');
          await admin.query('checkpoint');
          await doorIsReady(system, door);
          for (const [name, measure] of Object.entries(work)) {
            await measure(0.5);
            const times = [];
            for (let round = 0; round < rounds; round += 1) times.push(await measure(seconds));
            p95[name] = [...(p95[name] ?? []), median(times)];
          }
        }
        console.log(`planted, organizations: ${planting.join(', ')}`);
        const growth = Object.fromEntries(
          Object.entries(p95).map(([name, [first = 1, ...others]]) => [
            name,
            Math.max(...others, first) / first,
          ]),
        );
        const [worst = '', value = Number.NaN] =
          Object.entries(growth).toSorted(([, a], [, b]) => b - a)[0] ?? [];
        const { rows } = await admin.query<{ n: number }>(
          'select count(*)::int as n from app_public.tickets',
        );
        const doorProblem = await checkDoor(system, redis, door, admitted, scanned);
        return {
          measures: [
            {
              what: `growth of p95, most (${worst})`,
              value,
              unit: 'x',
              goal: { atMost: most },
            },
            ...Object.entries(p95).flatMap(([name, times]) => [
              { what: `${name}: growth`, value: growth[name] ?? Number.NaN, unit: 'x ' },
              ...times.map((ms, i) => ({
                what: `  p95, ${sizes[i]} organizations`,
                value: ms,
                unit: 'ms',
              })),
            ]),
            { what: 'tickets at the end', value: rows[0]?.n ?? 0, unit: '' },
          ],
          bad,
          invariants:
            doorProblem === 'ok' ? await checkSales(system, sale.id, acknowledged) : doorProblem,
          details: { sizes },
        };
      }),
    );
  },
);
