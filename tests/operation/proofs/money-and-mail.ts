import { insertOrganization, type TestEvent, until } from '@foyer/testing';
import { confirmFree, dataOf, type Held, pay, sandbox, startPayment } from '../../support/buyer.ts';
import type { System } from '../../support/system.ts';
import { keepDoing, openTransaction } from './disturb.ts';
import { ageJobs, operate } from './jobs.ts';
import type { Proof } from './proof.ts';
import { order } from './scene.ts';

export const moneyAndMail: Proof[] = [
  {
    fault: 'an older worker does not know a topic of a newer release',
    raises: ['FoyerOutboxStuck'],
    isQuick: true,
    async cause({ system }) {
      await system.admin.query(
        `insert into app_private.outbox (topic, payload, created_at)
         values ('of.a_newer_release', '{}', now() - interval '10 minutes')`,
      );
      return async () => {
        // The newer worker published it. Only marked so, it would be published again after a queue lost its memory.
        await system.admin.query(
          `delete from app_private.outbox where topic = 'of.a_newer_release'`,
        );
      };
    },
  },
  {
    fault: 'the mail server is gone',
    raises: ['FoyerMailLate'],
    isSlow: true,
    async cause({ system, event }) {
      await system.supervisor.kill('inbox');
      dataOf(await confirmFree(system, await order(system, event)));
      await ageJobs(system, 'mail');
      return async () => {
        await system.supervisor.revive('inbox');
        operate(system, 'hurry', 'mail');
      };
    },
  },
  {
    fault: 'a job can never succeed',
    raises: ['FoyerJobsFailed'],
    isSlow: true,
    async cause({ system }) {
      const { rows } = await system.admin.query<{ id: number }>(
        `insert into app_private.outbox (topic, payload) values ('registration.confirmed', '{"nonsense": true}')
         returning id::int`,
      );
      const id = `outbox-${rows[0]?.id}`;
      await until(() => operate(system, 'list').includes(`mail ${id} issue-confirmation`), {
        everyMs: 500,
      });
      return async () => {
        operate(system, 'drop', 'mail', id);
        // As if ten minutes had gone by: until then a restarted queue is handed its row again.
        await system.admin.query(`delete from app_private.outbox where id = $1`, [rows[0]?.id]);
      };
    },
  },
  {
    fault: 'a transaction that somebody forgot holds an endpoint of webhooks',
    raises: ['FoyerIntegratorsNotTold'],
    isQuick: true,
    async cause({ system }) {
      const { admin } = system;
      const { id: orgId } = await insertOrganization(admin);
      const { rows } = await admin.query<{ id: string }>(
        `insert into app_public.webhook_endpoints (org_id, name, url, topics)
         values ($1, 'CRM', 'https://crm.example', '{endpoint_tested}') returning id`,
        [orgId],
      );
      const id = rows[0]?.id;
      const unlock = await openTransaction(
        admin,
        `select from app_public.webhook_endpoints where id = '${id}' for no key update`,
      );
      await admin.query(
        `insert into app_public.webhook_deliveries (org_id, webhook_endpoint_id, topic, subject_id, next_attempt_at)
         values ($1, $2, 'endpoint_tested', $2, now() - interval '10 minutes')`,
        [orgId, id],
      );
      return unlock;
    },
  },
  {
    fault: 'the payment provider answers with errors',
    raises: ['FoyerPaymentProviderFailing'],
    mayRaise: ['FoyerRequestsSlow'],
    async cause({ system, paid }) {
      const buyers = await Promise.all(Array.from({ length: 6 }, () => order(system, paid)));
      await sandbox(system, '/script', { api: { errorBefore: 1 } });
      let next = 0;
      const stop = keepDoing(
        () => startPayment(system, buyers[next++ % buyers.length] as Held),
        buyers.length,
        200,
      );
      return async () => {
        await sandbox(system, '/script', {});
        await stop();
      };
    },
  },
  {
    fault: 'the provider’s webhooks get lost',
    raises: ['FoyerWebhooksMissing'],
    ringsWithinMs: 90_000,
    restsWithinMs: 60_000,
    async cause({ system, paid }) {
      await sandbox(system, '/script', { webhooks: { drop: 1 } });
      for (let i = 0; i < 5; i++) {
        const page = dataOf(await startPayment(system, await order(system, paid)));
        expect(await pay(system, page)).toMatchObject({ outcome: 'succeeded' });
      }
      return async () => {
        await sandbox(system, '/script', {});
      };
    },
  },
  {
    fault: 'the provider is away when a hold ends whose payment is open',
    raises: ['FoyerMoneyUnsettled'],
    mayRaise: ['FoyerPaymentProviderFailing'],
    ringsWithinMs: 60_000,
    restsWithinMs: 90_000,
    async cause({ system, paid }) {
      const held = await order(system, paid);
      dataOf(await startPayment(system, held));
      await system.supervisor.kill('sandbox');
      const { admin } = system;
      const id = held.registrationId;
      await admin.query(
        'update app_public.registrations set expires_at = clock_timestamp() where id = $1',
        [id],
      );
      await until(
        async () =>
          (
            await admin.query(
              `update app_public.registrations set expired_at = now() - interval '2 hours' where id = $1 and status = 'expired'`,
              [id],
            )
          ).rowCount,
        { everyMs: 200 },
      );
      return async () => {
        await system.supervisor.revive('sandbox');
        operate(system, 'hurry', 'payments');
      };
    },
  },
  {
    fault: 'the provider is away when a refund is due',
    raises: ['FoyerMoneyUnsettled'],
    mayRaise: ['FoyerPaymentProviderFailing'],
    ringsWithinMs: 60_000,
    restsWithinMs: 90_000,
    async cause({ system, paid }) {
      const { admin } = system;
      const paymentId = await paidOrder(system, paid);
      await system.supervisor.kill('sandbox');
      const { rows } = await admin.query<{ id: string }>(
        `select app_private.queue_refund($1, 2500, 'requested') as id`,
        [paymentId],
      );
      await admin.query(
        `update app_public.refunds set created_at = now() - interval '2 hours' where id = $1`,
        [rows[0]?.id],
      );
      return async () => {
        await system.supervisor.revive('sandbox');
        await admin.query(
          `update app_public.refunds set next_attempt_at = now() where status = 'queued'`,
        );
        operate(system, 'hurry', 'refunds');
      };
    },
  },
  {
    fault: 'the provider refuses a refund',
    raises: ['FoyerMoneyUnsettled'],
    async cause({ system, paid }) {
      const { admin } = system;
      const paymentId = await paidOrder(system, paid);
      // Given back in the provider's dashboard already; ours comes too late.
      const { rows } = await admin.query<{ id: string }>(
        `select app_private.queue_refund($1, 2500, 'requested') as id`,
        [paymentId],
      );
      await admin.query(
        `select app_private.apply_refund_state('stripe', jsonb_build_object('refundId', $1::text,
           'providerRefundId', null, 'status', 'failed', 'failureCode', 'exceeds_captured'))`,
        [rows[0]?.id],
      );
      return async () => {
        // A day later it is history; the page of the organization still shows it.
        await admin.query(`alter table app_public.refunds disable trigger touch_updated_at`);
        await admin.query(
          `update app_public.refunds set updated_at = now() - interval '2 days' where status = 'failed'`,
        );
        await admin.query(`alter table app_public.refunds enable trigger touch_updated_at`);
      };
    },
  },
  {
    fault: 'somebody sets a payment to succeeded by hand',
    raises: ['FoyerLedgerMismatch'],
    isSlow: true,
    mayRaise: ['FoyerPaymentProviderFailing'],
    // The books are compared once a minute.
    ringsWithinMs: 90_000,
    restsWithinMs: 90_000,
    async cause({ system, paid }) {
      const page = dataOf(await startPayment(system, await order(system, paid)));
      const set = (status: string) =>
        system.admin.query(
          `update app_public.payments set status = $2, succeeded_at = now() where id = $1`,
          [page.paymentId, status],
        );
      await set('succeeded');
      return async () => {
        await set('cancelled');
      };
    },
  },
];

/** @returns the payment, once its money has come */
async function paidOrder(system: System, event: TestEvent): Promise<string> {
  const page = dataOf(await startPayment(system, await order(system, event)));
  await pay(system, page);
  const isPaid = `select from app_public.payments where id = $1 and status = 'succeeded'`;
  await until(async () => (await system.admin.query(isPaid, [page.paymentId])).rowCount);
  return page.paymentId;
}
