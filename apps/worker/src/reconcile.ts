/**
 * For whoever restored a backup: tells the database what payment providers did meanwhile, and lists what
 * it knows no order for and what was given back past it. May be run as often as one likes. Needs the worker's
 * environment.
 *
 *   node apps/worker/src/reconcile.ts <since>      when the backup began, or earlier: 2026-05-01T18:00Z
 */
import { randomUUID } from 'node:crypto';
import { createPool } from '@foyer/db';
import { createPaymentAdapters, type Movement, paymentEnv } from '@foyer/payment-adapters';
import { envVariable, parseEnv } from '@foyer/runtime';
import { formatMoney, type Money } from '@foyer/types';
import type pg from 'pg';
import { z } from 'zod';

const usage = 'reconcile <since>: a time in ISO 8601 with its zone, as 2026-05-01T18:00Z';

const env = parseEnv(
  z.object({
    ...paymentEnv.shape,
    WORKER_DATABASE_URL: envVariable.postgresUrl,
    WORKER_DATABASE_IS_POOLED: envVariable.flag(false),
  }),
);

/** @returns what the database made of it, as record_payment_event says */
async function record(
  pool: pg.Pool,
  provider: string,
  run: string,
  movement: Movement,
): Promise<string> {
  const isPayment = 'payment' in movement;
  const id = isPayment ? movement.payment.providerPaymentId : movement.refund.providerRefundId;
  const { rows } = await pool.query<{ outcome: string }>(
    `select app_private.record_payment_event($1, $2, $3, $4, $5, $6) ->> 'outcome' as outcome`,
    [
      provider,
      // Of this run: what another one found unknown may be known by now.
      `listed:${run}:${id}`,
      isPayment ? 'foyer.payment_listed' : 'foyer.refund_listed',
      isPayment ? JSON.stringify(movement.payment) : null,
      isPayment ? null : JSON.stringify(movement.refund),
      JSON.stringify(movement),
    ],
  );
  return rows[0]?.outcome ?? 'unknown';
}

const amount = ({ amountMinor, currency }: Money) => formatMoney({ amountMinor, currency }, 'en');

function describe(movement: Movement): string {
  if ('refund' in movement) {
    const { refund } = movement;
    return `no record: refund ${refund.providerRefundId} of payment ${refund.paymentId}, ${amount(refund)}`;
  }
  const { payment } = movement;
  const back = payment.refundedMinor
    ? `, given back ${amount({ ...payment, amountMinor: payment.refundedMinor })}`
    : '';
  return `no order: payment ${payment.paymentId}, ${payment.providerPaymentId}, ${amount(payment)}${back}`;
}

async function run(words: string[]): Promise<void> {
  const since = z.tuple([z.iso.datetime({ offset: true })]).safeParse(words);
  if (!since.success) throw new Error(usage);
  const payments = createPaymentAdapters(env);
  const pool = createPool(env.WORKER_DATABASE_URL, {
    applicationName: 'foyer-reconcile',
    max: 1,
    isPooled: env.WORKER_DATABASE_IS_POOLED,
  });
  const counts = { seen: 0, settled: 0, left: 0 };
  try {
    const id = randomUUID();
    for (const provider of payments.providers) {
      const movements = payments.byName(provider)?.movementsSince(new Date(since.data[0])) ?? [];
      for await (const movement of movements) {
        const isPayment = 'payment' in movement;
        const { paymentId } = isPayment ? movement.payment : movement.refund;
        // Not ours: others use the same account. A refund that somebody made in the dashboard does not say.
        if (isPayment && !paymentId) continue;
        const outcome = await record(pool, provider, id, movement);
        if (outcome === 'unknown' && !paymentId) continue;
        counts.seen += 1;
        if (outcome === 'unknown') {
          counts.left += 1;
          console.log(describe(movement));
        } else if (outcome !== 'unchanged') counts.settled += 1;
      }
    }
    // Whoever noted them first, this run or a webhook.
    const { rows: givenBack } = await pool.query<{ line: string } & Money>(
      `select provider_refund_id || ' of ' || confirmation_number as line,
         amount_minor::float as "amountMinor", currency
       from app_private.made_at_provider($1)`,
      [since.data[0]],
    );
    for (const refund of givenBack)
      console.log(`given back: refund ${refund.line}, ${amount(refund)}`);
    counts.left += givenBack.length;
  } finally {
    await pool.end();
  }
  console.log(
    `${counts.seen} payments and refunds since: ${counts.settled} were news, ${counts.left} need a person`,
  );
}

await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
