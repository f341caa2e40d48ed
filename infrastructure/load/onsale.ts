/**
 * Reservations per second through the whole front (HTTP, access token, GraphQL, batching, row-level
 * security, idempotency, audit) at 64 clients, over what PostgreSQL does when a single row is updated in
 * a loop: `update … set sold = sold + 1 where sold < capacity`, at the number of connections that suits it
 * best. Client, API and database share the machine.
 */
import { median, runBench } from './support/bench.ts';
import {
  checkSales,
  eventOnSale,
  heldRegistration,
  reserveRequest,
  signIn,
} from './support/buyers.ts';
import { loadHttp } from './support/http-load.ts';
import { bestRowUpdate } from './support/pgbench.ts';

const clients = 64;

await runBench(
  { name: 'onsale', services: ['api'], variables: { api: { API_RATE_LIMITS: 'false' } } },
  async ({ system, seconds, interleave }) => {
    const event = await eventOnSale(system);
    const port = Number(new URL(system.plan.publicUrls.api).port);
    const request = reserveRequest({
      port,
      token: await signIn(system),
      eventId: event.id,
      ticketTypeId: event.ticketTypes.Standard ?? '',
    });
    const acknowledged = new Set<string>();
    const reserve = (forSeconds: number) =>
      loadHttp({
        host: '127.0.0.1',
        port,
        clients,
        seconds: forSeconds,
        request,
        isGood: (answer) => heldRegistration(answer) !== null,
        onGood: (answer) => acknowledged.add(heldRegistration(answer) ?? ''),
      });

    const rowUpdate = await bestRowUpdate(system);
    await reserve(3);
    const { baseline, drift, subjects } = await interleave(
      () => rowUpdate.run(seconds),
      () => reserve(seconds),
    );
    const perSecond = median(subjects.map((s) => s.perSecond));
    const firstBad = subjects.find((s) => s.firstBad)?.firstBad;
    if (firstBad) console.log(`a bad answer: ${firstBad}`);
    return {
      measures: [
        {
          what: 'reservations over row updates',
          value: perSecond / baseline,
          unit: 'x',
          goal: { atLeast: 1 },
          stretch: 1.5,
        },
        { what: `reservations, ${clients} clients`, value: perSecond, unit: '/s' },
        {
          what: `one row, pgbench, ${rowUpdate.connections} connections`,
          value: baseline,
          unit: '/s',
        },
        { what: 'p50', value: median(subjects.map((s) => s.p50)), unit: 'ms' },
        { what: 'p99', value: median(subjects.map((s) => s.p99)), unit: 'ms' },
      ],
      drift,
      bad: subjects.reduce((sum, { bad }) => sum + bad, 0),
      invariants: await checkSales(system, event.id, acknowledged),
    };
  },
);
