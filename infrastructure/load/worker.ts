/**
 * Mails with a PDF ticket per second and core. The worker is down while 5,000 registrations are
 * confirmed; then it comes back and finds them all in the outbox: relay, queue, typesetting, storage and
 * SMTP until the last one has its mail, each exactly once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { findViolations, rulesAtRest } from '../../libs/db/src/invariants.ts';
import { median, runBench } from './support/bench.ts';
import { checkSales, confirmHolds, eventOnSale, holdInBulk } from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import { startSmtpSink } from './support/smtp-sink.ts';

const mail = await startSmtpSink();
await runBench(
  {
    name: 'worker',
    services: ['worker'],
    environment: { SMTP_URL: mail.url },
    rounds: 1,
    numbers: { mails: 5_000 },
  },
  async ({ system, rounds, numbers }) => {
    const { admin, supervisor } = system;
    const backlog = numbers.mails ?? 0;
    const processes = ['worker', 'postgres', 'redis-queue'] as const;
    const cpuOf = () => processes.map((name) => cpuSeconds(supervisor.pidOf(name)));
    const problems: string[] = [];

    const drain = async () => {
      const event = await eventOnSale(system);
      await supervisor.kill('worker');
      await holdInBulk(system, event, backlog);
      await confirmHolds(system, event.id);
      await admin.query('vacuum analyze');
      await admin.query('checkpoint');

      mail.clear();
      const before = cpuOf();
      before[0] = 0;
      const started = performance.now();
      await supervisor.revive('worker');
      const readyAfter = (performance.now() - started) / 1000;
      let last = { count: 0, at: performance.now() };
      while (mail.count() < backlog) {
        await sleep(50);
        if (mail.count() > last.count) last = { count: mail.count(), at: performance.now() };
        if (performance.now() - last.at > 60_000) break;
      }
      const seconds = (performance.now() - started) / 1000;
      const cpu = cpuOf().map((after, i) => after - (before[i] ?? 0));
      // What comes late would be one too many.
      await sleep(2_000);
      problems.push(...(await problemsOf(event.id, backlog)));
      return { seconds, readyAfter, cpu };
    };

    const problemsOf = async (eventId: string, expected: number): Promise<string[]> => {
      const { rows } = await admin.query<{ id: string; email: string }>(
        'select id, buyer_email as email from app_public.registrations where event_id = $1',
        [eventId],
      );
      const wrong = rows.filter(({ email }) => {
        const got = mail.mails.get(email);
        return got?.count !== 1 || got.pdfs !== 1;
      }).length;
      const sales = await checkSales(
        system,
        eventId,
        rows.map(({ id }) => id),
      );
      return [
        ...(wrong > 0
          ? [`${wrong} of ${rows.length} did not get exactly one mail with a PDF`]
          : []),
        ...(mail.count() === expected ? [] : [`${mail.count()} mails for ${expected} orders`]),
        ...(await findViolations(admin, rulesAtRest)),
        ...(sales === 'ok' ? [] : [sales]),
      ];
    };

    const runs: Awaited<ReturnType<typeof drain>>[] = [];
    for (let round = 0; round < rounds; round += 1) runs.push(await drain());
    const middle = (of: (run: (typeof runs)[number]) => number) => median(runs.map(of));
    return {
      measures: [
        {
          what: 'mails with PDF per second and core',
          value: middle(({ cpu }) => backlog / (cpu[0] ?? 0)),
          unit: '/s',
        },
        {
          what: 'mails with PDF, by the clock',
          value: middle((r) => backlog / r.seconds),
          unit: '/s',
        },
        { what: `backlog of ${backlog} drained`, value: middle((r) => r.seconds), unit: 's' },
        { what: 'of which the worker starts', value: middle((r) => r.readyAfter), unit: 's' },
        ...processes.map((name, i) => ({
          what: `${name}, processor time per mail`,
          value: middle(({ cpu }) => ((cpu[i] ?? 0) * 1000) / backlog),
          unit: 'ms',
        })),
      ],
      invariants: problems[0] ?? 'ok',
    };
  },
);
await mail.close();
