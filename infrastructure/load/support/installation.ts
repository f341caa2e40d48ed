import type { System } from '../../../scripts/launcher/throwaway-system.ts';
import { checkSales, eventOnSale, reserveTemplate } from './buyers.ts';
import { checkDoor, doorIsDrained, doorIsReady, eventWithDoor, withRedis } from './door.ts';
import { loadApart } from './http-load.ts';
import { withPhones } from './scan-load.ts';
import { requestOf, type Screen, screens, tokenOf, tokensOf } from './screens.ts';
import { plantOrganization, plantOrganizations } from './world.ts';

const ticketsEach = 200;
/** One after the other: what is measured is the work, not who waits for whom. */
const clients = 1;
/** One phone after the other has not done more. */
const scansPerSecond = 3_000;

/** An installation with one organization that is looked at, and others. */
export interface Installation {
  organizations: number;
  /** By what is done, milliseconds at the 95th percentile of so many seconds. */
  work: Record<string, (forSeconds: number) => Promise<number>>;
  tickets: number;
  /** Its services, not its databases. */
  restart(): Promise<void>;
  /** "ok", or what is wrong with the data. */
  check(): Promise<string>;
  bad(): number;
}

/**
 * Plants it, and opens its door and a sale.
 * @param scanSeconds how long its door will be scanned at
 */
export async function withInstallation<T>(
  system: System,
  organizations: number,
  scanSeconds: number,
  use: (installation: Installation) => Promise<T>,
): Promise<T> {
  const { admin, plan, supervisor } = system;
  const began = performance.now();
  const { event: mine, people } = await plantOrganization(admin, {
    events: 20,
    tickets: 1_000,
    prefix: 'mine-',
    sessions: 20,
  });
  // In parts, so that no one transaction holds everything.
  for (let planted = 1; planted < organizations; planted += 1_000)
    await plantOrganizations(admin, {
      count: Math.min(1_000, organizations - planted),
      events: 1,
      tickets: ticketsEach,
      prefix: `other-${planted}-`,
    });
  const door = await eventWithDoor(system, {
    tickets: Math.ceil(scanSeconds * scansPerSecond),
    devices: 500,
  });
  const sale = await eventOnSale(system);
  await admin.query('vacuum analyze');
  await admin.query('checkpoint');
  await doorIsReady(system, door);
  const { rows } = await admin.query<{ n: number }>(
    'select count(*)::int as n from app_public.tickets',
  );
  const tickets = rows[0]?.n ?? 0;
  console.log(
    `${organizations} organizations, ${tickets} tickets: planted in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  );

  const port = Number(new URL(plan.publicUrls.api).port);
  const acknowledged: string[] = [];
  const admitted: number[] = [];
  let scanned = 0;
  let next = 0;
  let bad = 0;
  const load = async (request: string, outcomes: Record<string, string>, forSeconds: number) => {
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
  // Signed in anew each time: all turns together take longer than a token lasts.
  const reservation = () =>
    reserveTemplate({
      port,
      token: tokenOf(system, people.owner),
      eventId: sale.id,
      ticketTypeId: sale.ticketTypes.Standard ?? '',
    });
  const lookedAt = () => screens(mine, tokensOf(system, people), 20);
  return await withRedis(plan.checkinRedisUrl, (redis) =>
    withPhones(system, door, (present) =>
      use({
        organizations,
        tickets,
        work: {
          ...Object.fromEntries(
            lookedAt().map(({ name }, i) => [
              name,
              async (forSeconds: number) =>
                (
                  await load(
                    requestOf(system, lookedAt()[i] as Screen),
                    { data: '^\\{"data":\\{(?!.*"errors")' },
                    forSeconds,
                  )
                ).p95,
            ]),
          ),
          reservation: async (forSeconds) => {
            const held = { held: '"registrationId":"([^"]+)"' };
            const report = await load(reservation(), held, forSeconds);
            for (const id of report.kept.held ?? []) acknowledged.push(id);
            return report.p95;
          },
          scan: async (forSeconds) => {
            const result = await present({
              phones: clients,
              seconds: forSeconds,
              from: next,
              to: door.tokens.length,
            });
            next = result.next;
            const { accepted = 0, already_used = 0 } = result.verdicts;
            scanned += accepted + already_used;
            bad += result.scans - accepted - already_used;
            for (const position of result.admitted) admitted.push(position);
            return result.p95;
          },
        },
        restart: async () => {
          await doorIsDrained(redis, door);
          for (const service of ['api', 'checkin']) await supervisor.kill(service);
          for (const service of ['api', 'checkin']) await supervisor.revive(service);
          await doorIsReady(system, door);
        },
        check: async () => {
          const doorProblem = await checkDoor(system, redis, door, admitted, scanned);
          return doorProblem === 'ok'
            ? await checkSales(system, sale.id, acknowledged)
            : doorProblem;
        },
        bad: () => bad,
      }),
    ),
  );
}
