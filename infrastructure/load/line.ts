/**
 * Ten thousand people in one line, each with a socket of their own: how long it takes until each has a
 * place when all of them come within two seconds, whether everybody is told the same at the same time
 * while they stand there, and how long it takes from being called to holding a ticket. Nobody may get a
 * place twice or be told nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { insertEvent, insertOrganization } from '@foyer/testing';
import { runApart } from './support/apart.ts';
import { runBench } from './support/bench.ts';
import { checkSales } from './support/buyers.ts';
import { cpuSeconds, residentMegabytes } from './support/cpu.ts';
import type { Line, Stood } from './support/people-in-line.ts';
import { quantile } from './support/quantile.ts';

const admitPerMinute = 3_000;
const arriveSeconds = 2;

await runBench(
  {
    name: 'line',
    services: ['api'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
    seconds: 20,
    numbers: { people: 10_000 },
  },
  async ({ system, seconds, numbers: { people = 0 } }) => {
    const { admin, plan } = system;
    const { id: orgId } = await insertOrganization(admin);
    const event = await insertEvent(admin, {
      orgId,
      waitingRoom: 'auto',
      quotas: { event: people },
    });
    await admin.query(
      `insert into app_public.waiting_rooms (org_id, event_id, mode, admit_per_minute, proof_of_work)
       values ($1, $2, 'always', $3, 'off')`,
      [orgId, event.id, admitPerMinute],
    );
    const api = system.supervisor.pidOf('api');
    const before = residentMegabytes(api);

    const standing = runApart<Line, Stood>(import.meta.resolve('./support/people-in-line.ts'), {
      host: '127.0.0.1',
      port: Number(new URL(plan.publicUrls.api).port),
      eventId: event.id,
      ticketTypeId: event.ticketTypes.Standard ?? '',
      people,
      arriveSeconds,
      standSeconds: seconds,
    });
    const places = async () =>
      (
        await admin.query(
          'select count(*)::int as n from app_private.waiting_places where event_id = $1',
          [event.id],
        )
      ).rows[0].n;
    while ((await Promise.race([standing.then(() => people), places()])) < people) await sleep(250);
    const cpu = cpuSeconds(api);
    await sleep(seconds * 800);
    const share = (cpuSeconds(api) - cpu) / (seconds * 0.8);
    const memory = residentMegabytes(api) - before;
    const stood = await standing;
    if (stood.firstBad) console.log(`a bad answer: ${stood.firstBad}`);

    const problems = [
      ...(stood.numbers.toSorted((a, b) => a - b).every((number, i) => number === i + 1)
        ? []
        : ['the places are not one of each number']),
      ...(Math.min(...stood.told) === 0 ? ['somebody was told nothing'] : []),
      ...(stood.held.length === 0 ? ['nobody was called'] : []),
    ];
    const sales = await checkSales(system, event.id, stood.held);
    if (sales !== 'ok') problems.push(sales);
    return {
      measures: [
        { what: 'until a person has a place, p99', value: quantile(stood.joins, 0.99), unit: 'ms' },
        { what: '  p50', value: quantile(stood.joins, 0.5), unit: 'ms' },
        {
          what: 'joined, all of them',
          value: people / ((stood.joinedAt - stood.joiningAt) / 1_000),
          unit: '/s',
        },
        {
          what: 'told after the first who was told the same, p99',
          value: quantile(stood.spreads, 0.99),
          unit: 'ms',
        },
        {
          what: 'messages a second and person, fewest',
          value: Math.min(...stood.told) / seconds,
          unit: '',
        },
        { what: '  most', value: Math.max(...stood.told) / seconds, unit: '' },
        {
          what: 'from being called to a hold, p99',
          value: quantile(stood.orders, 0.99),
          unit: 'ms',
        },
        { what: 'called and ordered', value: stood.held.length / seconds, unit: '/s' },
        { what: 'of a core, API, while they stand there', value: share, unit: '' },
        { what: 'memory of the API for each of them', value: (memory * 1024) / people, unit: 'kB' },
        { what: 'of a core, the people', value: stood.clientCpuShare, unit: '' },
      ],
      bad: stood.bad,
      invariants: problems[0] ?? 'ok',
      details: { people },
    };
  },
);
