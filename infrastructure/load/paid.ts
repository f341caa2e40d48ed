/**
 * Paid orders per second, each the whole way: tickets held, attendees named, the payment page opened at
 * the provider, the card entered there, its signed webhook applied, tickets seen by the buyer, and the
 * outbox handed to the queue. Over pgbench's TPC-B-like transactions on the same server. The payment
 * sandbox, the buyers and the worker with its mails share the machine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { findViolations, rulesAtRest } from '../../libs/db/src/invariants.ts';
import { runApart } from './support/apart.ts';
import { median, runBench } from './support/bench.ts';
import { checkSales, eventOnSale, signInMany } from './support/buyers.ts';
import { cpuSeconds } from './support/cpu.ts';
import type { BuyingPlan, BuyingReport } from './support/paying-buyers.ts';
import { startSmtpSink } from './support/smtp-sink.ts';
import { tpcB } from './support/tpc-b.ts';

const atOnce = 128;
/** As in an on-sale, nobody buys twice in a while. */
const people = 4096;
const quantity = 2;
const processes = ['postgres', 'api', 'worker', 'sandbox', 'redis-queue'] as const;

const mail = await startSmtpSink();
await runBench(
  {
    name: 'paid',
    services: ['api', 'worker', 'sandbox'],
    variables: { api: { API_RATE_LIMITS: 'false' } },
    environment: { SMTP_URL: mail.url },
    // An order is a long way, which the processes have to get warm for.
    seconds: 10,
  },
  async ({ system, seconds, interleave }) => {
    const { admin, plan, supervisor } = system;
    const event = await eventOnSale(system, 10_000_000, 2500);
    const tokens = await signInMany(system, people);
    const orders: BuyingReport['orders'] = [];
    const failures: string[] = [];
    const cpuOf = () =>
      Object.fromEntries(processes.map((name) => [name, cpuSeconds(supervisor.pidOf(name))]));

    const isDrained = async () =>
      (await admin.query('select 1 from app_private.outbox where published_at is null limit 1'))
        .rowCount === 0;
    const waitUntil = async (what: string, isDone: () => Promise<boolean> | boolean) => {
      const deadline = Date.now() + 600_000;
      while (!(await isDone())) {
        if (Date.now() > deadline) throw new Error(`waited ten minutes for: ${what}`);
        await sleep(20);
      }
    };
    const buy = async (forSeconds: number) => {
      const before = cpuOf();
      const mailsBefore = mail.count();
      const report = await runApart<BuyingPlan, BuyingReport>(
        import.meta.resolve('./support/paying-buyers.ts'),
        {
          apiPort: Number(new URL(plan.publicUrls.api).port),
          sandboxPort: Number(new URL(plan.publicUrls.sandbox).port),
          seconds: forSeconds,
          eventId: event.id,
          ticketTypeId: event.ticketTypes.Standard ?? '',
          atOnce,
          tokens,
          quantity,
        },
      );
      const stopped = performance.now();
      await waitUntil('the outbox to drain', isDrained);
      const drainSeconds = (performance.now() - stopped) / 1000;
      const after = cpuOf();
      const mailed = mail.count() - mailsBefore;
      orders.push(...report.orders);
      failures.push(...report.failures);
      await waitUntil('all mails', () => mail.count() >= orders.length);
      const mailSeconds = (performance.now() - stopped) / 1000;
      return {
        ...report,
        perSecond: report.orders.length / (report.seconds + drainSeconds),
        mailed: mailed / report.orders.length,
        mailSeconds,
        cpuMs: Object.fromEntries(
          processes.map((name) => [
            name,
            (((after[name] ?? 0) - (before[name] ?? 0)) * 1000) / report.orders.length,
          ]),
        ),
      };
    };

    const yardstick = await tpcB(system);
    await buy(20);
    const { baseline, drift, subjects } = await interleave(
      () => yardstick.run(seconds),
      () => buy(seconds),
    );
    if (failures[0]) console.log(`a failure: ${failures[0]}`);
    const middle = (of: (subject: (typeof subjects)[number]) => number) => median(subjects.map(of));
    const perSecond = middle((s) => s.perSecond);
    return {
      measures: [
        {
          what: 'paid orders over TPC-B-like transactions',
          value: perSecond / baseline,
          unit: 'x',
          goal: { atLeast: 0.1 },
          stretch: 0.25,
        },
        {
          what: `paid orders of ${quantity} tickets, ${atOnce} buyers at a time`,
          value: perSecond,
          unit: '/s',
        },
        { what: yardstick.what, value: baseline, unit: '/s' },
        { what: 'from the wish to the tickets, p50', value: middle((s) => s.p50), unit: 'ms' },
        { what: 'from the wish to the tickets, p99', value: middle((s) => s.p99), unit: 'ms' },
        { what: 'mailed meanwhile, of the orders', value: middle((s) => s.mailed), unit: 'x' },
        { what: 'last mail after the last order', value: middle((s) => s.mailSeconds), unit: 's' },
        ...processes.map((name) => ({
          what: `${name}, processor time per order`,
          value: middle((s) => s.cpuMs[name] ?? 0),
          unit: 'ms',
        })),
        { what: 'buyers, of a core', value: middle((s) => s.clientCpuShare), unit: 'x' },
      ],
      drift,
      bad: failures.length,
      invariants:
        (await findViolations(admin, rulesAtRest))[0] ??
        mailProblem(orders) ??
        (await checkSales(
          system,
          event.id,
          orders.map(({ registrationId }) => registrationId),
        )),
    };
  },
);
await mail.close();

/** Each order's mail came once, with its PDF, and nobody else got one. */
function mailProblem(orders: BuyingReport['orders']): string | null {
  const wrong = orders.filter(({ email }) => {
    const got = mail.mails.get(email);
    return got?.count !== 1 || got.pdfs !== 1;
  });
  if (wrong.length > 0) return `${wrong.length} orders did not get exactly one mail with a PDF`;
  return mail.mails.size === orders.length ? null : 'somebody got a mail without an order';
}
